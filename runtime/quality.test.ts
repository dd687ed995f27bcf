import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dialect, type Target, Unusable } from './dialect.ts'
import { email } from './normalise/email.ts'
import { phone } from './normalise/phone.ts'
import { text } from './normalise/text.ts'
import { Quality } from './quality.ts'
import { compared, coverageOf } from './quality-change.ts'
import { Commonest } from './quality-common.ts'
import { suspicionOf } from './quality-suspects.ts'
import { readiness } from './readiness.ts'
import { emptyTally, type PathReport } from './report.ts'

const target = (concept: string, worth: number, more: Partial<Target> = {}): Target => ({
  key: concept,
  concept,
  title: concept,
  normalise: text,
  worth,
  ...more,
})
const targets = [
  target('email', 25, { normalise: email, hash: true, many: true }),
  target('phone', 15, { normalise: phone, hash: true }),
  target('client_ip', 12),
  target('lead_id', 10, { advanced: true }),
  target('value', 0),
]
const dialect = { targets, reasons: {} } as unknown as Dialect
const shape = [{ key: 'email', type: 'text' as const }]
const sentence = (code: string) => code

test('the counts of a field add up, whatever was seen', () => {
  const seen = fc.record({
    at: fc.nat(4),
    value: fc.oneof(fc.emailAddress(), fc.string(), fc.constant('same@example.com')),
    code: fc.option(fc.constantFrom('empty', 'email_not_valid', 'x')),
  })
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(seen, { selector: s => s.at, maxLength: 5 }), { maxLength: 60 }), events => {
      const quality = new Quality(dialect, shape)
      for (const event of events) {
        quality.event({ action_source: 'website' })
        for (const { at, value, code } of event) quality.saw(at, value, code === null ? value : new Unusable(code))
      }
      const report = quality.report(sentence)
      expect(report.rows).toBe(events.length)
      expect(report.readiness).toBeGreaterThanOrEqual(0)
      expect(report.readiness).toBeLessThanOrEqual(100)
      for (const field of report.fields) {
        const at = targets.findIndex(t => t.concept === field.concept)
        const own = events.flatMap(event => event.filter(s => s.at === at))
        expect(field.filled).toBe(own.length)
        expect(field.usable).toBe(own.filter(s => s.code === null).length)
        expect(field.failed.reduce((sum, { rows }) => sum + rows, field.usable)).toBe(field.filled)
        expect(field.filled).toBeLessThanOrEqual(report.rows)
      }
    }),
  )
})

test('what helps to find people is listed although nothing feeds it; what is rare or only told is listed when it is drawn', () => {
  expect(new Quality(dialect, shape).report(sentence).fields.map(f => [f.concept, f.mapped])).toEqual([
    ['email', true],
    ['phone', false],
    ['client_ip', false],
  ])
})

test('what a visit leaves behind counts only where there was one', () => {
  const of = (action_source: string) => {
    const quality = new Quality(dialect, shape)
    quality.event({ action_source })
    quality.saw(0, 'a@example.com', 'a@example.com')
    return quality.report(sentence).readiness
  }
  // 25 of 25 + 15, and of 12 more.
  expect(of('physical_store')).toBe(63)
  expect(of('web')).toBe(48)
})

test('the commonest value is counted at most as often as it stands there, and at most a ninth of all too low', () => {
  const value = fc.oneof({ weight: 2, arbitrary: fc.constant('one') }, { weight: 3, arbitrary: fc.nat(40).map(String) })
  fc.assert(
    fc.property(fc.array(value, { maxLength: 400 }), values => {
      const common = new Commonest()
      for (const text of values) common.add(text)
      const truth = Math.max(
        0,
        ...Map.groupBy(values, text => text)
          .values()
          .map(list => list.length),
      )
      expect(common.most).toBeLessThanOrEqual(truth)
      expect(common.most).toBeGreaterThanOrEqual(truth - values.length / 9)
    }),
  )
})

test('one email in every fifth row is told, one in few is not', () => {
  const warned = (same: number, rows: number) => {
    const quality = new Quality(dialect, shape)
    for (let i = 0; i < rows; i++) {
      quality.event({})
      const value = i < same ? 'info@shop.example' : `p${i}@shop.example`
      quality.saw(0, value, [value])
    }
    return quality.report(sentence).fields[0]!.warnings.map(w => w.code)
  }
  expect(warned(90, 100)).toEqual(['one_value'])
  expect(warned(10, 100)).toEqual([])
  expect(warned(19, 19)).toEqual([])
})

test.each([
  ['email', 'noreply@shop.example', 'looks_placeholder'],
  ['email', 'TEST@shop.example', 'looks_placeholder'],
  ['email', 'testa@shop.example', undefined],
  ['email', 'nora@shop.example', undefined],
  ['phone', '+1 555 555 5555', undefined],
  ['phone', '+15555555555', 'looks_placeholder'],
  ['first_name', 'Test', 'looks_placeholder'],
  ['first_name', 'Testa', undefined],
  ['birth_date', '1970-01-01', 'looks_placeholder'],
  ['birth_date', '1970-01-11', undefined],
  ['client_ip', '192.168.1.4', 'address_private'],
  ['client_ip', '100.64.0.1', 'address_private'],
  ['client_ip', '100.128.0.1', undefined],
  ['client_ip', '172.32.0.1', undefined],
  ['client_ip', 'fd00::1', 'address_private'],
  [
    'client_user_agent',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    undefined,
  ],
  [
    'client_user_agent',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1',
    undefined,
  ],
  ['client_user_agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', undefined],
  ['client_user_agent', 'Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36', undefined],
  ['client_user_agent', 'Shop/7.1 (iPhone; iOS 18.1; Scale/3.00)', undefined],
  ['client_user_agent', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'not_a_browser'],
  ['client_user_agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36', 'not_a_browser'],
  ['client_user_agent', 'curl/8.5.0', 'not_a_browser'],
  ['client_user_agent', 'python-requests/2.32', 'not_a_browser'],
  ['client_user_agent', 'Mozilla/5.0', 'not_a_browser'],
  ['client_user_agent', 'Chrome', 'not_a_browser'],
  ['client_user_agent', 'browser', 'not_a_browser'],
  // SHA-256 of "f", of "F", of "us" and of "US".
  ['gender', '252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111', undefined],
  ['gender', 'f67ab10ad4e4c53121b6a5fe4da9c10ddee905b978d3788d2723d7bfacbe28a9', 'digest_of_no_spelling'],
  ['country', '79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621', undefined],
  ['country', '9b202ecbc6d45c6d8901d989a918878397a3eb9d00e8f48022fc051b19d21a1d', 'digest_of_no_spelling'],
  ['city', 'test', undefined],
] as const)('%s %s: %s', (concept, value, expected) => expect(suspicionOf(concept, value)).toBe(expected))

test('a fuller column never lowers readiness, and the best step is worth what it says', () => {
  const help = fc.record({
    concept: fc.string(),
    title: fc.string(),
    worth: fc.nat(30),
    mapped: fc.boolean(),
    rows: fc.constant(100),
    filled: fc.constant(100),
    usable: fc.nat(100),
  })
  fc.assert(
    fc.property(fc.uniqueArray(help, { minLength: 1, maxLength: 12, selector: field => field.concept }), fields => {
      const before = readiness(fields)
      if (!before.next) return
      const at = fields.findIndex(f => f.concept === before.next!.concept)
      const better = fields.with(at, { ...fields[at]!, mapped: true, usable: 100 })
      expect(readiness(better).score).toBeGreaterThanOrEqual(before.score)
      expect(Math.abs(readiness(better).score - before.score - before.next.points)).toBeLessThanOrEqual(1)
    }),
  )
})

const report = (rows: number, usable: number, mapped = true): PathReport => ({
  path: 'a > b',
  destination: 'b',
  state: 'succeeded',
  tally: emptyTally(),
  reasons: [],
  requests: 0,
  resent: 0,
  possibleDoubles: 0,
  nodes: [],
  quality: {
    rows,
    readiness: 0,
    next: null,
    fields: [{ concept: 'email', title: 'Email', worth: 25, mapped, filled: usable, usable, hashed: 0, failed: [], warnings: [] }],
  },
})
test.each([
  ['30 points less', report(100, 90), report(100, 60), 1],
  ['29 points less', report(100, 90), report(100, 61), 0],
  ['more than before', report(100, 10), report(100, 90), 0],
  ['too few events to say', report(100, 90), report(19, 0), 0],
  ['too few events before', report(19, 19), report(100, 0), 0],
  ['taken off the mapping', report(100, 90), report(100, 0, false), 0],
  ['newly mapped', report(100, 0, false), report(100, 10), 0],
] as const)('coverage: %s', (_, before, after, problems) => {
  const { reasons } = compared(after, coverageOf(before, 'r1', 0), 'b')
  expect(reasons.filter(r => r.code === 'coverage_fell' && r.field === 'email')).toHaveLength(problems)
})
