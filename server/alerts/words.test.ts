import { expect, it } from 'vitest'
import { payloadOf, sentence, subjectOf, textOf } from './words.ts'

const incident = { id: 1, scope: 'server', code: 'x', title: '', why: '', flow: null, opened: 0, closed: null }

it('a flow’s name makes no second line of a header, and no endless one', () => {
  const subject = subjectOf({ event: 'opened', incident: { ...incident, title: `Shop\r\nBcc: all@example.com\u202E ${'x'.repeat(400)}` } })
  expect(subject).toMatch(/^Needs attention: Shop Bcc: all@example\.com +x+$/)
  expect(subject).toHaveLength(200)
})

it('what Slack takes for one block is never longer than it takes', () => {
  const { blocks } = payloadOf({ event: 'opened', incident: { ...incident, title: 'Shop', why: '<'.repeat(4_000) }, link: 'https://here' })
  const { text } = (blocks as { text: { text: string } }[])[0]!.text
  expect(text.length).toBeLessThanOrEqual(3_000)
  expect(text).toMatch(/&lt;…\n<https:\/\/here\|Look at it>$/)
})

it.each([
  ['Shop is paused: Make a new one.', 'Shop is paused: Make a new one.'],
  ['Shop is paused: slow down', 'Shop is paused: slow down.'],
  ['Meta says: “Error validating access token”', 'Meta says: “Error validating access token”.'],
  ['Meta says: “Try again.”', 'Meta says: “Try again.”'],
  ['', ''],
])('“%s” ends once', (said, ended) => {
  expect(sentence(said)).toBe(ended)
  if (said) expect(textOf({ event: 'recovered', incident: { ...incident, title: said } }).split('\n')[0]).toBe(`Over: ${ended}`)
})
