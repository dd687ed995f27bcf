/**
 * Formulas against another reading of the same: a real DuckDB for sums, texts, JSON, dates and patterns (its patterns are
 * Google's own RE2), plain definitions for quotients and money. Cells are made up by a seeded dice, so that a failure comes back.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { literal } from '../runtime/conditions/sql.ts'
import type { Shape, Value } from '../runtime/contract.ts'
import { formula } from '../runtime/formula/formula.ts'

let duck: DuckDBConnection
let instance: DuckDBInstance
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  duck = await instance.connect()
  await duck.run(`set TimeZone = 'UTC'`)
})
afterAll(() => {
  duck.closeSync()
  instance.closeSync()
})

type Cell = string | null
type Cells = readonly [a: Cell, b: Cell, n: Cell]
const shape: Shape = ['a', 'b', 'n'].map(key => ({ key, type: 'text' }))
const ours = (text: string, [a, b, n]: Cells): Value => formula(text, shape, {}).work({ a, b, n }, () => {})
const written = (cell: Cell) => (cell === null ? 'null' : literal(cell))
/** What DuckDB makes of each line of cells, as text. */
async function theirs(expression: string, lines: readonly Cells[]): Promise<Cell[]> {
  const values = lines.map((cells, i) => `(${i}, ${cells.map(written).join(', ')})`).join(', ')
  const sql = `select (${expression})::varchar from (values ${values}) v(i, a, b, n) order by i`
  return (await duck.runAndReadAll(sql)).getRows().map(([cell]) => cell as Cell)
}
const sample = <T>(of: fc.Arbitrary<T>, count = 400): T[] => fc.sample(of, { numRuns: count, seed: 20261126 })

/** Up to 38 digits in all, as DECIMAL(38, 9) holds them, with zeros that mean nothing. */
const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 27n }), fc.integer({ min: 0, max: 9 }), fc.bigInt({ min: 0n, max: 10n ** 9n - 1n }))
  .map(
    ([minus, whole, places, fraction]) =>
      `${minus ? '-' : ''}${whole}${places ? `.${String(fraction).padStart(9, '0').slice(0, places)}` : ''}`,
  )
const small = fc
  .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.constantFrom('', '.5', '.05', '.25', '.125', '.999', '.50'))
  .map(([whole, end]) => `${whole}${end}`)
const maybe = (of: fc.Arbitrary<string>): fc.Arbitrary<Cell> => fc.option(of, { freq: 12 })
/** 1.50 and 1.5 are one number. */
const plain = (cell: Value): Value => {
  if (typeof cell !== 'string') return cell
  const short = cell.includes('.') ? cell.replace(/\.?0+$/, '') : cell
  return short === '-0' ? '0' : short
}
const D = (column: string, scale = 9) => `${column}::decimal(38, ${scale})`

describe('numbers', () => {
  test.each<[string, string, fc.Arbitrary<string>]>([
    ['[a] + [b]', `${D('a')} + ${D('b')}`, decimal],
    ['[a] - [b]', `${D('a')} - ${D('b')}`, decimal],
    ['[a] * [b]', 'a::decimal(19, 4) * b::decimal(19, 4)', small],
    ['-[a]', `-${D('a')}`, decimal],
    ['abs([a])', `abs(${D('a')})`, decimal],
    ['floor([a])', `floor(${D('a')})`, decimal],
    ['ceil([a])', `ceil(${D('a')})`, decimal],
    ['round([a])', `round(${D('a')})`, decimal],
    ['round([a], 2)', `round(${D('a')}, 2)`, decimal],
    ['max([a], [b])', `greatest(${D('a')}, ${D('b')})`, decimal],
    ['min([a], [b])', `least(${D('a')}, ${D('b')})`, decimal],
  ])('%s', async (text, expression, cell) => {
    const lines = sample(fc.tuple(maybe(cell), maybe(cell), fc.constant(null)))
    expect(lines.map(line => plain(ours(text, line)))).toEqual((await theirs(expression, lines)).map(plain))
  })
  test.each(['=', '<>', '<', '<=', '>', '>='])('[a] %s [b], filled', async op => {
    const near = fc
      .tuple(decimal, fc.constantFrom('', '0', '1'))
      .map(([a, end]): Cells => [a, a.includes('.') ? a.slice(0, -1) + (end || a.at(-1)!) : a, null])
    const lines = sample(fc.oneof(near, fc.tuple(decimal, decimal, fc.constant(null))))
    expect(lines.map(line => String(ours(`[a] ${op} [b]`, line)))).toEqual(await theirs(`${D('a')} ${op} ${D('b')}`, lines))
  })
  /** In units of the twelfth place: the quotient is the nearest one, and a half goes away from zero. */
  test('[a] / [b] is the nearest decimal of twelve places', () => {
    const scaled = (text: string, places: number) => {
      const [whole = '', fraction = ''] = text.replace('-', '').split('.')
      return BigInt(whole + fraction.padEnd(places, '0')) * (text.startsWith('-') ? -1n : 1n)
    }
    const size = (n: bigint) => (n < 0n ? -n : n)
    for (const [a, b] of sample(fc.tuple(decimal, fc.oneof(decimal, small)), 2000)) {
      const [top, bottom] = [scaled(a, 9), scaled(b, 9)]
      const quotient = ours('[a] / [b]', [a, b, null])
      if (bottom === 0n) expect(quotient).toBeNull()
      else {
        const found = scaled(quotient as string, 12)
        const off = size(found * bottom - top * 10n ** 12n) * 2n
        expect([a, b, quotient, off <= size(bottom)]).toEqual([a, b, quotient, true])
        if (off === size(bottom)) expect([a, b, size(found * bottom) > size(top * 10n ** 12n)]).toEqual([a, b, true])
      }
    }
  })
  /** ISO 4217, the list of 2024-06-25: digits behind the point. */
  test.each([
    ['EUR', 2],
    ['USD', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['VND', 0],
    ['CLP', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['BHD', 3],
    ['TND', 3],
    ['CLF', 4],
  ] as const)('cents of %s have %i places, there and back', (currency, digits) => {
    for (const [amount] of sample(fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })), 200)) {
      const [sign, text] = [amount < 0n ? '-' : '', String(amount < 0n ? -amount : amount).padStart(digits + 1, '0')]
      const units = `${sign}${digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text}`
      expect(ours(`units([a], "${currency}")`, [String(amount), null, null])).toBe(plain(units))
      expect(ours(`cents([a], "${currency}")`, [units, null, null])).toBe(plain(String(amount)))
    }
  })
})

const letters = fc.constantFrom('a', 'b', 'A', '-', ',', '.', ' ', '1', 'é', 'e\u0301', 'ß', '🧵', '李', '"', "'", '%', '$&', '\\')
const word = fc.array(letters, { minLength: 1, maxLength: 12 }).map(parts => parts.join(''))
/** With a text that is not there, or nothing but blanks, there is no result; engines differ on that, and the README says ours. */
const filled = word.filter(text => text.trim() !== '')
describe('texts', () => {
  const numeral = fc.integer({ min: 1, max: 6 }).map(String)
  test.each<[string, string]>([
    ['[a] & [b]', 'concat(a, b)'],
    ['concat([a], [b])', 'concat(a, b)'],
    ['join("; ", [a], [b])', `concat_ws('; ', a, b)`],
    ['left([a], [n])', 'left(a, n::int)'],
    ['right([a], [n])', 'right(a, n::int)'],
    ['middle([a], [n], 3)', 'substring(a, n::int, 3)'],
    ['length([a])', 'length(a)'],
    ['replace([a], "a", [b])', `replace(a, 'a', b)`],
    ['contains([a], [b])', 'contains(a, b)'],
    ['starts_with([a], left([b], 1))', 'starts_with(a, left(b, 1))'],
    ['ends_with([a], right([b], 1))', 'ends_with(a, right(b, 1))'],
    ['split([a], "-", [n])', `nullif(trim(split_part(a, '-', n::int)), '')`],
    ['first([a], [b])', 'coalesce(a, b)'],
    ['if([a] = [b], "same", "other")', `case when a = b then 'same' else 'other' end`],
    ['case([n], "1", [a], "2", [b], "none")', `case n when '1' then a when '2' then b else 'none' end`],
  ])('%s', async (text, expression) => {
    const lines = sample(fc.tuple(filled, filled, numeral))
    // What is empty is nothing here.
    const nothing = (cell: Value) => (cell === '' ? null : cell)
    expect(lines.map(line => nothing(String(ours(text, line) ?? '')))).toEqual((await theirs(expression, lines)).map(nothing))
  })
  test('an empty cell counts for nothing in first, concat and join', async () => {
    const lines = sample(fc.tuple(maybe(filled), maybe(filled), fc.constant(null)))
    for (const [text, expression] of [
      ['first([a], [b], "none")', `coalesce(a, b, 'none')`],
      ['concat([a], [b])', `nullif(concat(a, b), '')`],
      ['join("/", [a], [b])', `nullif(concat_ws('/', a, b), '')`],
    ] as const)
      expect(lines.map(line => ours(text, line))).toEqual(await theirs(expression, lines))
  })
  test.each([
    'a+',
    '(a|b)-?(.)',
    '[^a-z ]+',
    '\\d',
    '\\p{L}{2}',
    '(?i)A.b',
    '^\\s*\\S',
    '(?:-|,)(.*)$',
    '.',
    '[[:punct:]]',
    '\\bA\\b',
    'a{2,3}?',
    '(?s).\\.',
  ])('the pattern %s finds what RE2 finds', async pattern => {
    const lines = sample(fc.tuple(filled, filled, fc.constant(null)), 250)
    const quoted = pattern.replaceAll('"', '""')
    expect(lines.map(line => String(ours(`matches([a], "${quoted}")`, line)))).toEqual(
      await theirs(`regexp_matches(a, ${literal(pattern)})`, lines),
    )
    const group = /\((?!\?)/.test(pattern) ? 1 : 0
    const found = await theirs(`nullif(regexp_extract(a, ${literal(pattern)}, ${group}), '')`, lines)
    expect(lines.map(line => ours(`extract([a], "${quoted}")`, line) || null)).toEqual(found)
  })
  test.each([
    ['$.a.b', '$.a.b'],
    ['$.list[1]', '$.list[1]'],
    ['$.list[0].id', '$.list[0].id'],
    [`$['odd key']`, '$."odd key"'],
    ['$.gone.deeper', '$.gone.deeper'],
  ])('the JSON path %s finds what DuckDB finds', async (path, their) => {
    const leaf = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null))
    const document = fc.record({
      a: fc.oneof(leaf, fc.record({ b: leaf })),
      list: fc.array(fc.oneof(leaf, fc.record({ id: leaf })), { maxLength: 3 }),
      'odd key': leaf,
    })
    const lines = sample(document, 250).map((made): Cells => [JSON.stringify(made), null, null])
    const found = await theirs(`json_extract_string(a::json, ${literal(their)})`, lines)
    expect(
      lines.map(line => {
        const value = ours(`json([a], "${path}")`, line)
        return value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value)
      }),
    ).toEqual(found)
  })
})

describe('times', () => {
  /** Minutes of two years in three zones, without the hours that do not exist or come twice there: what those give, `times.test.ts` of the mapping says. */
  test.each(['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'])(
    'dates of %s in several forms',
    async zone => {
      const minute = fc.integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2026, 11, 31) / 60_000 })
      const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
      const wall = (ms: number) => parts.format(ms)
      const single = sample(minute)
        .map(minutes => minutes * 60_000)
        .filter(ms => [-7_200_000, -3_600_000, -1_800_000, 1_800_000, 3_600_000, 7_200_000].every(step => wall(ms) !== wall(ms + step)))
      expect(single.length).toBeGreaterThan(350)
      for (const ms of single) {
        const [day, time] = wall(ms).split(', ') as [string, string]
        const [d, m, y] = day.split('/') as [string, string, string]
        const iso = new Date(ms).toISOString()
        for (const [form, text] of [
          ['DD.MM.YYYY HH:mm', `${d}.${m}.${y} ${time}`],
          ['M/D/YY H:mm', `${Number(m)}/${Number(d)}/${y.slice(2)} ${time}`],
          ['YYYYMMDD HH:mm:ss', `${y}${m}${d} ${time}:00`],
        ] as const)
          expect([text, ours(`date([a], "${form}", "${zone}")`, [text, null, null])]).toEqual([text, iso])
      }
    },
  )
  test('seconds, milliseconds and microseconds since 1970, with and without fractions', async () => {
    const seconds = fc.tuple(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999 }))
    for (const [whole, thousandths] of sample(seconds, 2000)) {
      const iso = new Date(whole * 1000 + thousandths).toISOString()
      const milliseconds = String(BigInt(whole) * 1000n + BigInt(thousandths))
      const text = (cell: string, unit: string) => ours(`epoch([a], "${unit}")`, [cell, null, null])
      if (whole >= 0)
        expect([whole, thousandths, text(`${whole}.${String(thousandths).padStart(3, '0')}`, 's')]).toEqual([whole, thousandths, iso])
      expect(text(milliseconds, 'ms')).toBe(iso)
      if (whole >= 0) expect(text(`${milliseconds}999`, 'us')).toBe(iso)
    }
  })
})
