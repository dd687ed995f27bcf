/** What the settings of sealing may say, and what is said of those that nothing can be completed with. */
import { expect, test } from 'vitest'
import type { Edge } from '../../../runtime/contract.ts'
import hash from './index.ts'

const told = (country: string, hint?: string) => {
  const config = hash.config.parse({ country })
  const edge = { hints: hint ? { country: hint } : {} } as Edge
  return { found: hash.check!(config, edge), sealing: hash.sealing!(config) }
}
test.each([
  ['FR', 'FR'],
  ['fr', 'FR'],
  [' de ', 'DE'],
  ['NA', 'NA'],
  ['XK', 'XK'],
  ['UK', 'GB'],
  ['EL', 'GR'],
])('%j is the country %s', (country, code) => expect(told(country)).toEqual({ found: [], sealing: { country: code } }))

test.each([
  ['ZZ', undefined, 'ZA'],
  ['ZZ', 'FR', 'FR'],
  ['ZZ', 'QQ', 'ZA'],
  ['RF', undefined, 'FR'],
  ['EU', undefined, 'EC'],
  ['EN', undefined, 'NE'],
  ['QQ', undefined, 'QA'],
  ['OO', undefined, 'OM'],
  ['XX', undefined, 'XK'],
])('%s is none, and with a source in %s %s is offered first', (country, hint, offered) => {
  const [problem] = told(country, hint).found
  expect(problem).toMatchObject({ code: 'hash.no_country', field: 'country' })
  expect(problem!.level ?? 'must_fix').toBe('must_fix')
  expect(problem!.message).toBe(`"${country}" is no country of ISO 3166-1, so nothing can be completed with it. Did you mean "${offered}"?`)
  const [first, ...others] = problem!.fixes!
  expect(first).toEqual({ label: `Use ${offered}`, set: { path: ['country'], value: offered } })
  expect(others.at(-1)).toEqual({ label: 'Set no default', set: { path: ['country'] } })
  for (const { set } of problem!.fixes!) if (set.value) expect(told(String(set.value)).found).toEqual([])
})
