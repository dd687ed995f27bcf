/**
 * Each platform's rules are read twice: by what builds and judges our requests, and by its simulator, which shares no code
 * with it. Over any row the two agree: what we find fit is taken, and what we hold back would have been refused.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { actionSources, concepts, eventNames } from '../runtime/concepts.ts'
import { type Destination, Left, type Row, type Value } from '../runtime/contract.ts'
import { sealer } from '../runtime/seal.ts'

const platforms = [...kinds.values()].filter((k): k is Destination => k.role === 'destination' && !!k.dialect && !!k.simulator)
const NOW = Date.parse('2026-11-20T12:00:00Z')
const DAY = 86_400

const nasty = fc.constantFrom<Value>(
  '',
  'null',
  'ab'.repeat(32),
  ' ',
  '🙂',
  '-1',
  '0',
  'NaN',
  null,
  true,
  12.5,
  '\ud800',
  '__proto__',
  ['', null, 'x'],
  {
    a: 1,
  },
)
/** What a column of that concept mostly holds. */
const usual: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  value: fc.oneof(fc.double({ noNaN: true, min: -10, max: 1e6 }), fc.constantFrom('12.50', '12,50', '0')),
  currency: fc.constantFrom('EUR', 'usd', '€', '$'),
  email: fc.emailAddress(),
  phone: fc.constantFrom('+33612345678', '0612345678', '12'),
  client_ip: fc.oneof(fc.ipV4(), fc.ipV6()),
  client_user_agent: fc.constant('Mozilla/5.0 (X11; Linux) Firefox/140.0'),
  fbc: fc.constantFrom('fb.1.1554763741205.AbC', 'AbC'),
  fbp: fc.constant('fb.1.1554763741205.11'),
  mobile_ad_id: fc.uuid(),
  lead_id: fc.constantFrom('123456789012345', '12'),
  event_source_url: fc.webUrl(),
  birth_date: fc.constantFrom('1990-01-02', '01/02/1990'),
  country: fc.constantFrom('FR', 'United States', 'zz'),
  data_processing: fc.constantFrom('LDU', 'no', 'LDP'),
  data_processing_country: fc.constantFrom(0, 1, 7),
  data_processing_state: fc.constantFrom(1000, '1013', 7),
  app_os_version: fc.constantFrom('18.1', '16'),
  app_extinfo: fc.constantFrom(JSON.stringify(['a2', '', '', '', '16', ...Array(11).fill('')]), '["a2"]'),
  messaging_channel: fc.constantFrom('whatsapp', 'Messenger', 'instagram'),
  contents: fc.constantFrom('[{"id":"a","price":"2"}]', '[{"qty":1}]', 'a,b'),
  content_type: fc.constantFrom('product', 'thing'),
  device_os_family: fc.constantFrom('ios', 'android'),
}
const cellOf = (id: string, type: string): fc.Arbitrary<Value> =>
  usual[id] ??
  (type === 'number'
    ? fc.oneof(fc.integer({ min: -2, max: 5000 }), fc.constantFrom<Value>('7', '1,5'))
    : type === 'boolean'
      ? fc.constantFrom<Value>(true, 'no', 1, 0)
      : type === 'time' || type === 'date'
        ? fc.integer({ min: -3 * DAY, max: 0 }).map(age => new Date(NOW + age * 1000).toISOString())
        : fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('77', 'Paris', 'en-GB')))
const row: fc.Arbitrary<Row> = fc
  .record({
    // A third of the columns are there: thin persons and whole ones.
    ...Object.fromEntries(
      concepts.map(({ id, type }) => [
        id,
        fc.oneof(
          { weight: 8, arbitrary: fc.constant(undefined) },
          { weight: 4, arbitrary: cellOf(id, type) as fc.Arbitrary<unknown> },
          { weight: 1, arbitrary: nasty as fc.Arbitrary<unknown> },
        ),
      ]),
    ),
    event_name: fc.oneof(fc.constantFrom(...eventNames, 'purchase', 'LeadSubmitted', 'OrderShipped'), fc.string({ maxLength: 60 })),
    action_source: fc.constantFrom(...actionSources.map(s => s.id)),
    event_time: fc
      .oneof(fc.integer({ min: -DAY, max: 0 }), fc.integer({ min: -70 * DAY, max: 400 }))
      .map(age => new Date(NOW + age * 1000).toISOString()),
    event_id: fc.string({ minLength: 1 }),
  })
  .map(cells => Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined)) as Row)

describe.each(platforms.map(k => [k.id, k] as const))('%s', (id, kind) => {
  const dialect = kind.dialect!
  const address = { connection: kind.connection!.parse(kind.exampleConnection), base: 'https://platform.example' }
  const { seal } = sealer({ dialect, sealing: { country: 'FR' }, timezone: 'Europe/Paris', now: NOW })

  it('agrees with its simulator, one by one and together', async () => {
    const simulator = await kind.simulator!()
    const post = (events: readonly string[]) => {
      const { method, url, headers, body } = dialect.call(events, address)
      return { body, answer: simulator.answer({ method, path: url.slice(address.base.length), headers, body }, NOW) }
    }
    let fit = 0
    const held = new Map<string, number>()
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), rows => {
        const good: string[] = []
        for (const cells of rows) {
          const event = seal(cells, () => {})
          if (event instanceof Left) continue
          const left = dialect.judge(event, NOW)
          const text = dialect.encode(event)
          if (!left) {
            good.push(text)
            continue
          }
          held.set(left.code, (held.get(left.code) ?? 0) + 1)
          // Our window ends a little before the platform's, so that a request on its way does not tip over.
          if (left.outcome === 'expired') continue
          const { body, answer } = post([text])
          const verdict = dialect.read(answer, 1)
          expect([left.code, verdict.kind === 'poisoned' || (verdict.kind === 'settled' && verdict.results[0] !== null)]).toEqual([
            left.code,
            true,
          ])
          expect(simulator.judge(body, NOW)[0]!.findings.some(({ state }) => state === 'broken')).toBe(true)
        }
        if (good.length === 0) return
        fit += good.length
        const { body, answer } = post(good)
        expect(dialect.read(answer, good.length)).toMatchObject({ kind: 'settled', results: good.map(() => null) })
        expect(simulator.judge(body, NOW).flatMap(({ findings }) => findings.filter(({ state }) => state === 'broken'))).toEqual([])
      }),
      { numRuns: 1500 },
    )
    expect(fit).toBeGreaterThan(300)
    expect(held.size).toBeGreaterThan(2)
  })

  it('is simulated by code that the builder does not share', () => {
    const folder = new URL(`../nodes/destinations/${id}/`, import.meta.url)
    const seen = new Set<string>()
    const follow = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      for (const [line, from] of readFileSync(new URL(file, folder), 'utf8').matchAll(/^import .*? from '(\..*?)'$/gm)) {
        if (/^import type/.test(line)) continue
        expect(from, `${file} imports ${from}`).toMatch(/^\.\/rules/)
        follow(from!)
      }
    }
    follow('./simulator.ts')
    expect(seen.size).toBeGreaterThan(2)
  })
})
