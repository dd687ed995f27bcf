import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bounds } from './bounds.ts'
import { remembered } from './remembered.ts'

const KEPT_MAX = bounds.keptAnswers.most
const CONTEXTS_MAX = bounds.keptContexts.most

it('gives what the function itself gives, whatever was asked before', () => {
  const question = fc.tuple(fc.constantFrom('a', 'b', '', 'toString', '__proto__'), fc.constantFrom('', 'FR', 'DE'))
  fc.assert(
    fc.property(fc.array(question, { maxLength: 40 }), questions => {
      let now = ''
      const known = remembered(text => `${text} in ${now}`)
      for (const [text, context] of questions) {
        now = context
        expect(known(text, context)).toBe(`${text} in ${context}`)
      }
    }),
  )
})

function counted() {
  let worked = 0
  const known = remembered(text => {
    worked++
    return text
  })
  return { known, worked: () => worked }
}

it('keeps so many texts and no more', () => {
  const { known, worked } = counted()
  // Two by two, each three times: what follows itself is not even looked up.
  const ask = (from: number, to: number) => {
    for (let i = from; i < to; i += 2) for (const text of [i, i + 1, i, i + 1, i, i + 1]) known(`${text}`, '')
  }
  ask(0, KEPT_MAX)
  ask(0, KEPT_MAX)
  expect(worked()).toBe(KEPT_MAX)
  ask(KEPT_MAX, KEPT_MAX + 2)
  expect(worked()).toBe(KEPT_MAX + 2)
  known('0', '')
  expect(worked()).toBe(KEPT_MAX + 3)
})

it('keeps answers for so many contexts and no more', () => {
  const { known, worked } = counted()
  for (const round of [0, 1]) for (let i = 0; i < CONTEXTS_MAX; i++) known(`${round}`, `${i}`)
  for (let i = 0; i < CONTEXTS_MAX; i++) known('0', `${i}`)
  expect(worked()).toBe(CONTEXTS_MAX * 2)
  known('0', 'one more')
  known('0', '0')
  expect(worked()).toBe(CONTEXTS_MAX * 2 + 2)
})
