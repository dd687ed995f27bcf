import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shape, Value } from '../contract.ts'
import { divided, minus, multiplied, plus, rounded } from './arithmetic.ts'
import { columnsOf, Flaw, formula, functions, parseFormula } from './formula.ts'

const row: Record<string, Value> = {
  a: '0.1',
  b: '0.2',
  cents: 1250,
  'billing email': 'b@example.com',
  email: '  ',
  status: 'paid',
  name: 'Ann Mary Lee',
  turned: 'Lee, Ann Mary',
  nothing: null,
  words: 'twelve',
  big: '9007199254740993',
  when: '03.04.2026 18:05',
  list: ['x', 'y'],
  payload: '{"customer":{"email":"c@example.com","id":9007199254740993},"items":[{"id":"p1"},{"id":"p2"}],"__proto__":{"x":1}}',
  emoji: '👍🏽ok',
}
const shape: Shape = Object.keys(row).map(key => ({ key, type: 'text' }))
const facts = { timezone: 'Europe/Paris' }
function answer(text: string, given = row): { value: Value; lost: string[] } {
  const lost: string[] = []
  return { value: formula(text, shape, facts).work(given, code => lost.push(code)), lost }
}

describe('a formula', () => {
  it.each<[string, Value]>([
    ['[a] + [b]', '0.3'],
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['10 - 4 - 3', '3'],
    ['-2 * -3', '6'],
    ['1 / 3', '0.333333333333'],
    ['2 / 3', '0.666666666667'],
    ['-2 / 3', '-0.666666666667'],
    ['[big] + 1', '9007199254740994'],
    ['.5 + 1', '1.5'],
    ['[cents] / 100', '12.5'],
    ['units([cents], "EUR")', '12.5'],
    ['units([cents], "jpy")', '1250'],
    ['units([cents], "KWD")', '1.25'],
    ['cents(12.5, "EUR")', '1250'],
    ['round(2.675, 2)', '2.68'],
    ['round(-2.5)', '-3'],
    ['round(1234, -2)', '1200'],
    ['floor(-1.2)', '-2'],
    ['floor(1.9)', '1'],
    ['floor(-0.5)', '-1'],
    ['ceil(1.2)', '2'],
    ['ceil(-1.2)', '-1'],
    ['abs(-3.5)', '3.5'],
    ['min(10, 9, [nothing])', '9'],
    ['max("10", "9")', '10'],
    ['number("1.234,50 €")', '1234.5'],
    ['first([email], [billing email])', 'b@example.com'],
    ['first([nothing], [email])', null],
    ['if([status] = "paid", 1, 0)', '1'],
    ['if([status] = "Paid", 1)', null],
    ['if(not [nothing], "none", "some")', 'none'],
    ['case([status], "open", "Lead", "paid", "Purchase", "Other")', 'Purchase'],
    ['case([words], "open", "Lead", "paid", "Purchase", "Other")', 'Other'],
    ['case([words], "open", "Lead")', null],
    ['is_empty([email])', true],
    ['[status] & "-" & [cents]', 'paid-1250'],
    ['concat([nothing], "x", [email])', 'x'],
    ['join(", ", [status], [nothing], [list])', 'paid, x, y'],
    ['upper(left([status], 1)) & right([status], 3)', 'Paid'],
    ['middle("abcdef", 2, 3)', 'bcd'],
    ['left([emoji], 1)', '👍'],
    ['length("héllo")', '5'],
    ['replace("a.b.c", ".", "$&")', 'a$&b$&c'],
    ['contains([billing email], "@")', true],
    ['split("a-b-c", "-", 2)', 'b'],
    ['split("a-b-c", "-", -1)', 'c'],
    ['split("a-b-c", "-", 9)', null],
    ['split_all("a, b,,c", ",")', ['a', 'b', 'c']],
    ['first_name([name])', 'Ann'],
    ['last_name([name])', 'Mary Lee'],
    ['first_name([turned])', 'Ann Mary'],
    ['last_name([turned])', 'Lee'],
    ['last_name("Ann")', null],
    ['matches([billing email], "^b@")', true],
    ['extract("x?gclid=abc&y", "gclid=([^&]+)")', 'abc'],
    ['extract("2026-04", "\\d+")', '2026'],
    ['json([payload], "$.customer.email")', 'c@example.com'],
    ['json([payload], "$.customer.id")', '9007199254740993'],
    ['json([payload], "items[1].id")', 'p2'],
    ['json([payload], "$.items[*].id")', ['p1', 'p2']],
    ['json([payload], "$.constructor")', null],
    ['json([payload], "$.customer.toString")', null],
    // 18:05 in Paris on 3 April is summer time, two hours ahead.
    ['"2026-11-20T10:00:00+02:00" = "2026-11-20T08:00:00Z"', true],
    ['"2026-11-20T08:00:00.000001Z" > "2026-11-20T08:00:00Z"', true],
    ['"2026-11-20T08:00:00.000001Z" < "2026-11-20T10:00:00.00001+02:00"', true],
    ['"2026-11-20 10:00" = "2026-11-20T10:00:00"', true],
    ['"2026-11-20" < "2026-11-20T00:00:01"', true],
    ['date([when], "DD.MM.YYYY HH:mm")', '2026-04-03T16:05:00.000Z'],
    ['date([when], "DD.MM.YYYY HH:mm", "America/New_York")', '2026-04-03T22:05:00.000Z'],
    ['date("Apr 3, 26 6:05 pm", "MMM D, YY h:mm a", "UTC")', '2026-04-03T18:05:00.000Z'],
    ['date("2026-04-03T18:05:00+02:00")', '2026-04-03T16:05:00.000Z'],
    ['epoch(1764000000, "s")', '2025-11-24T16:00:00.000Z'],
    ['epoch(1764000000000, "ms")', '2025-11-24T16:00:00.000Z'],
    ['2 < 10', true],
    ['"b" < "a"', false],
    ['[nothing] = empty', true],
    ['[nothing] < 1', false],
    ['[status] <> "paid" or [cents] >= 1250 and true', true],
    ['first([email]; "semicolons work too")', 'semicolons work too'],
    ['"say ""hi"""', 'say "hi"'],
  ])('%s is %j', (text, value) => {
    expect(answer(text)).toEqual({ value, lost: [] })
  })

  it.each<[string, string[]]>([
    ['[words] * 2', ['formula_not_a_number']],
    ['1 / 0', ['formula_divided_by_zero']],
    ['units([cents], [nothing])', ['formula_currency']],
    ['units([cents], "COINS")', ['formula_currency']],
    ['json([words], "$.a")', ['formula_not_json']],
    ['date([words], "DD.MM.YYYY")', ['time_not_valid']],
    ['date("31.02.2026", "DD.MM.YYYY", "UTC")', ['time_not_valid']],
    // That hour does not exist in Paris: clocks go from 2 to 3.
    ['date("29.03.2026 02:30", "DD.MM.YYYY HH:mm")', ['time_skipped']],
    [`replace("${'a'.repeat(100)}", "a", "${'b'.repeat(1000)}")`, ['formula_too_long']],
    ['[nothing] + 1', []],
  ])('%s has no value, and says why: %j', (text, lost) => {
    expect(answer(text)).toEqual({ value: null, lost })
  })

  it('does not guess a zone', () => {
    const lost: string[] = []
    const { work } = formula('date([when], "DD.MM.YYYY HH:mm")', shape, {})
    expect(work(row, code => lost.push(code))).toBeNull()
    expect(lost).toEqual(['time_without_zone'])
  })

  it.each<[string, RegExp]>([
    ['', /empty/],
    ['[emial]', /no column "emial".*\[email\]/],
    ['fist([a])', /no function "fist".*first/],
    ['first(', /ends too early/],
    ['1 +', /ends too early/],
    ['(1', /bracket/],
    ['"open', /not closed/],
    ['[open', /not closed/],
    ['1 2', /"2" is not expected/],
    ['a ? b', /"\?" means nothing/],
    ['if(1)', /if\(condition, then, else\)/],
    ['matches([a], [b])', /text in quotes/],
    ['matches([a], "(?=x)")', /pattern is not understood/],
    ['json([a], "$..x")', /path/],
    ['date([a], "HH:mm")', /year, a month and a day/],
    ['date([a], "YYYY-MM-DD", "Mars/Base")', /no time zone/],
    ['epoch([a], "h")', /"s", "ms" or "us"/],
    ['constructor([a])', /no function/],
    ['toString()', /no function/],
    ['('.repeat(100), /nested at most 32/],
    ['-'.repeat(100), /nested at most 32|ends too early/],
    [`1${'+1'.repeat(600)}`, /too many parts/],
    ['x'.repeat(5000), /at most 4096/],
  ])('refuses %j', (text, says) => {
    expect(() => formula(text, shape, facts)).toThrow(Flaw)
    expect(() => formula(text, shape, facts)).toThrow(says)
  })

  it('throws nothing but a flaw, whatever is written', () => {
    const piece = fc.constantFrom(
      '[a]',
      '[',
      ']',
      '(',
      ')',
      ',',
      '"',
      "'",
      '+',
      '-',
      '/',
      '&',
      '=',
      '<',
      'if',
      'first',
      'json',
      'date',
      ' ',
      '1',
      '.',
      'not',
      'and',
      '`',
      '${',
      '\\',
      '__proto__',
      'constructor',
      '=>',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), parts => {
        try {
          formula(parts.join(''), shape, facts).work(row, () => {})
        } catch (cause) {
          if (!(cause instanceof Flaw)) throw cause
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('never throws on a row', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.constantFrom('', 'NaN', '\ud800', '__proto__', '1e999'),
    )
    const calls = [...functions].flatMap(([name, { args }]) => [
      `${name}(${Array.from({ length: args[0] }, (_, i) => (i === 0 ? '[a]' : '"YYYY-MM-DD"')).join(', ')})`,
    ])
    const fit = calls.filter(text => {
      try {
        return Boolean(formula(text, shape, facts))
      } catch {
        return false
      }
    })
    expect(fit.length).toBeGreaterThan(25)
    fc.assert(
      fc.property(cell, fc.constantFrom(...fit), (a, text) => {
        const { value } = answer(text, { ...row, a: a as Value })
        expect(value === null || ['string', 'boolean', 'object'].includes(typeof value) || typeof value === 'number').toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('names the columns that it reads', () => {
    expect(columnsOf(parseFormula('if([a] = b, first([a], [c d]), -e)'))).toEqual(['a', 'b', 'c d', 'e'])
  })

  it.each<[string, string]>([
    ['[a] + 1', 'number'],
    ['[a] = 1', 'boolean'],
    ['first(1, 2)', 'number'],
    ['first(1, "x")', 'text'],
    ['date([when])', 'time'],
    ['if(true, date([when]))', 'time'],
    ['split_all([a], ",")', 'list'],
    ['json([payload], "$.items[*].id")', 'list'],
  ])('%s is known to be %s before any row', (text, type) => {
    expect(formula(text, shape, facts).kind.type).toBe(type)
  })
})

describe('arithmetic', () => {
  const amount = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }))
    .map(([units, places]) => rounded(divided(units.toString(), `1${'0'.repeat(places)}`)!, 12)!)
  it('is exact: what was added is taken away again, and a product is divided back', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(minus(plus(a, b)!, b)).toBe(a)
        if (b !== '0') expect(divided(multiplied(a, b)!, b)).toBe(a)
      }),
    )
  })
})
