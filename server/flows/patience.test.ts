import { expect, it } from 'vitest'
import { Stop } from '../../runtime/contract.ts'
import { cancelled } from '../../runtime/source-failure.ts'
import { impatient } from './patience.ts'

const over = AbortSignal.abort()

it('a look that took too long says so, at its step, and nothing of a run that somebody killed', () => {
  const cause = Object.assign(cancelled(), { node: 'shop' })
  const said = impatient(cause, over, 30_000) as Stop
  expect([said.code, said.node, said.message]).toEqual(['source.timeout', 'shop', 'There was no answer within 30 seconds'])
  expect(said.why).not.toMatch(/killed/)
})
it('what failed by itself, or was ended by somebody, stays what it is', () => {
  const other = new Stop('source.no_table', 'There is no table "x"', 'Check its spelling.')
  expect(impatient(other, over, 30_000)).toBe(other)
  const killed = cancelled()
  expect(impatient(killed, new AbortController().signal, 30_000)).toBe(killed)
})
