import { beforeEach, expect, test } from 'vitest'
import type { Checked } from '../../server/api/payloads.ts'
import { kept, ofStep, useCheck } from './use-check.ts'

type Problem = Checked['problems'][number]
const problem = (node: string, message: string): Problem => ({ node, code: 'x', level: 'must_fix', message })
/** A fresh one each time, as it comes from the server. */
const answer = (sentence: string, ...problems: Problem[]): Checked => ({
  problems,
  nodes: { filter: { sentence, shape: [{ key: 'id', type: 'text' }] }, map: { sentence: 'Purchase', shape: [] } },
  checkedAt: '2026-11-27T00:00:00.000Z',
})
const hear = (heard: Checked) => {
  useCheck.setState(kept(heard))
  return useCheck.getState()
}
beforeEach(() => useCheck.setState({ problems: [], nodes: {} }))

// Whoever reads a part of the answer is drawn anew when that part is another object.
test('an answer that says what the one before said is that one, to its last part', () => {
  const before = hear(answer('Status is paid', problem('map', 'No currency')))
  const again = hear(answer('Status is paid', problem('map', 'No currency')))
  expect(again.nodes).toBe(before.nodes)
  expect(again.problems).toBe(before.problems)
})

test('one that says something else of a step leaves the others as they were', () => {
  const before = hear(answer('Status is paid', problem('map', 'No currency')))
  const about = { filter: ofStep(before.problems, 'filter'), map: ofStep(before.problems, 'map') }
  const again = hear(answer('Status is open', problem('filter', 'No column'), problem('map', 'No currency')))
  expect(again.nodes.filter!.sentence).toBe('Status is open')
  expect(again.nodes.map).toBe(before.nodes.map)
  expect(ofStep(again.problems, 'map')).toBe(about.map)
  expect(ofStep(again.problems, 'filter')).toEqual([problem('filter', 'No column')])
  expect(ofStep(hear(answer('Status is open')).problems, 'filter')).toEqual([])
})
