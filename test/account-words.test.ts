/** What the editor says of an account's patience is what the engine does. */
import { expect, it } from 'vitest'
import { shared } from '../editor/inspector/DeliverySettings.tsx'
import { BREAKER, BUDGET } from '../runtime/account.ts'

it('tells the numbers of the budget and of the rest', () => {
  const [budget, rest] = shared()
  expect(1 / BUDGET.perFirst).toBe(5)
  expect(budget).toContain('for five new requests one may be sent again')
  expect(budget).toContain(`${BUDGET.most} of those are saved up`)
  expect(budget).toContain(`every ${BUDGET.everyMs / 1000} seconds`)
  expect(rest).toContain(`After ${BREAKER.inARow} failures in a row`)
  expect(BREAKER.share).toBe(0.5)
  expect(rest).toContain(`more than half of the last ${BREAKER.of} failed`)
  expect(rest).toContain(`for ${BREAKER.firstMs / 1000} seconds, then longer, at most ${BREAKER.longestMs / 60_000} minutes`)
})
