/** Functions of text: trimming, cutting, replacing, splitting, patterns, JSON. */
import { RE2JS } from 're2js'
import type { Value } from '../contract.ts'
import { exactJson } from '../exact-json.ts'
import { readPath } from './json-path.ts'
import { Flaw } from './parse.ts'
import { asNumber, asText, BOOLEAN, bounded, empty, type Fn, LIST, type Lost, NUMBER, type Ready, TEXT } from './work.ts'

const PATTERN_MAX = 512

/** A function of texts; an empty first one gives nothing. */
const ofText = (usage: string, says: string, args: Fn['args'], work: (texts: readonly string[], lost: Lost) => Value, kind = TEXT): Fn => ({
  usage,
  says,
  args,
  kind,
  make: ready => (row, lost) => {
    const values = ready.map(part => part.work(row, lost))
    return empty(values[0]!) ? (kind === BOOLEAN ? false : null) : work(values.map(asText), lost)
  },
})
/** How many characters; the end of the text when not said or no number. */
const count = (text: string | undefined, otherwise: number): number => {
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? Math.max(0, Math.trunc(number)) : otherwise
}
/** By characters as people count them, not by halves of a pair. */
const cut = (text: string, from: number, length: number): string => [...text].slice(from, from + length).join('')

export const texts: Readonly<Record<string, Fn>> = {
  concat: {
    usage: 'concat(a, b, …)',
    says: 'One after the other; empty ones are left out. The same as a & b.',
    args: [1, 50],
    kind: TEXT,
    make: args => (row, lost) =>
      joined(
        args.map(({ work }) => work(row, lost)),
        '',
        lost,
      ),
  },
  join: {
    usage: 'join(separator, a, b, …)',
    says: 'With something between; empty ones are left out. A list is joined item by item.',
    args: [2, 50],
    kind: TEXT,
    make:
      ([separator, ...args]) =>
      (row, lost) =>
        joined(
          args.flatMap(({ work }) => work(row, lost)),
          asText(separator!.work(row, lost)),
          lost,
        ),
  },
  lower: ofText('lower(text)', 'In small letters.', [1, 1], ([text]) => text!.toLowerCase()),
  upper: ofText('upper(text)', 'In capital letters.', [1, 1], ([text]) => text!.toUpperCase()),
  trim: ofText('trim(text)', 'Without spaces at both ends.', [1, 1], ([text]) => text!.trim()),
  length: ofText('length(text)', 'How many characters.', [1, 1], ([text]) => String([...text!].length), NUMBER),
  left: ofText('left(text, count)', 'The first characters.', [2, 2], ([text, n]) => cut(text!, 0, count(n, 0))),
  right: ofText('right(text, count)', 'The last characters.', [2, 2], ([text, n]) => [...text!].slice(-count(n, 0) || Infinity).join('')),
  middle: ofText('middle(text, from, count)', 'Characters from a place on, counted from 1.', [2, 3], ([text, from, n]) =>
    cut(text!, Math.max(0, count(from, 1) - 1), count(n, Infinity)),
  ),
  replace: ofText('replace(text, find, with)', 'Every place where a text stands, replaced by another.', [3, 3], ([text, find, by], lost) =>
    find === ''
      ? text!
      : bounded(
          text!.replaceAll(find!, () => by!),
          lost,
        ),
  ),
  contains: ofText(
    'contains(text, part)',
    'Whether a text stands in it, upper and lower case told apart.',
    [2, 2],
    ([text, part]) => text!.includes(part!),
    BOOLEAN,
  ),
  starts_with: ofText('starts_with(text, part)', 'Whether it begins so.', [2, 2], ([text, part]) => text!.startsWith(part!), BOOLEAN),
  ends_with: ofText('ends_with(text, part)', 'Whether it ends so.', [2, 2], ([text, part]) => text!.endsWith(part!), BOOLEAN),
  split: ofText('split(text, separator, number)', 'One part of a text: 1 is the first, -1 the last.', [3, 3], ([text, separator, n]) => {
    const parts = separator === '' ? [text!] : text!.split(separator!)
    return parts.at(Number(n) > 0 ? Number(n) - 1 : Number(n))?.trim() || null
  }),
  split_all: ofText(
    'split_all(text, separator)',
    'All parts of a text, as a list.',
    [2, 2],
    ([text, separator]) =>
      text!
        .split(separator === '' ? /\s+/ : separator!)
        .map(part => part.trim())
        .filter(part => part !== ''),
    LIST,
  ),
  first_name: ofText('first_name(name)', 'From "Ann Mary Lee" Ann, from "Lee, Ann Mary" Ann Mary.', [1, 1], ([name]) => namesIn(name!)[0]),
  last_name: ofText('last_name(name)', 'From "Ann Mary Lee" Mary Lee, from "Lee, Ann Mary" Lee.', [1, 1], ([name]) => namesIn(name!)[1]),
  matches: {
    usage: 'matches(text, "pattern")',
    says: 'Whether a regular expression (RE2) is found in it.',
    args: [2, 2],
    kind: BOOLEAN,
    make: ([text, pattern]) => {
      const compiled = patternOf(pattern!)
      return (row, lost) => compiled.matcher(asText(text!.work(row, lost))).find()
    },
  },
  extract: {
    usage: 'extract(text, "pattern", group)',
    says: 'What a regular expression (RE2) finds: its first group, or another one, or all of it without groups.',
    args: [2, 3],
    kind: TEXT,
    make: ([text, pattern, group]) => {
      const compiled = patternOf(pattern!)
      return (row, lost) => {
        const found = compiled.matcher(asText(text!.work(row, lost)))
        if (!found.find()) return null
        const wanted = group ? Number(asNumber(group.work(row, lost), lost) ?? 0) : Math.min(1, compiled.groupCount())
        return Number.isInteger(wanted) && wanted >= 0 && wanted <= compiled.groupCount() ? (found.group(wanted) ?? null) : null
      }
    },
  },
  json: {
    usage: 'json(text, "$.path")',
    says: 'One value of a JSON text: $.customer.email, $.items[0].id, $.items[*].id for all.',
    args: [2, 2],
    kind: ([, path]) => (path?.from.kind === 'text' && path.from.text.includes('[*]') ? LIST : TEXT),
    make: ([value, path]) => {
      const read = readPath(literal(path!, 'The path'))
      return (row, lost) => {
        const given = value!.work(row, lost)
        if (typeof given !== 'string') return read(given)
        if (empty(given)) return null
        try {
          return read(exactJson(given))
        } catch {
          lost('formula_not_json')
          return null
        }
      }
    },
  },
}

function joined(values: readonly Value[], separator: string, lost: Lost): Value {
  const filled = values.filter(value => !empty(value)).map(asText)
  return filled.length === 0 ? null : bounded(filled.join(separator), lost)
}

/** What stands before and after a comma, else the first word and the rest. A single word is a first name. */
function namesIn(name: string): [first: Value, last: Value] {
  const text = name.trim().replace(/\s+/g, ' ')
  const comma = text.indexOf(',')
  if (comma >= 0) return [text.slice(comma + 1).trim() || null, text.slice(0, comma).trim() || null]
  const space = text.indexOf(' ')
  return space < 0 ? [text, null] : [text.slice(0, space), text.slice(space + 1)]
}

function literal({ from }: Ready, what: string): string {
  if (from.kind !== 'text') throw new Flaw(`${what} must be a text in quotes.`, from.at)
  return from.text
}
function patternOf(part: Ready): RE2JS {
  const pattern = literal(part, 'The pattern')
  if (pattern.length > PATTERN_MAX) throw new Flaw(`A pattern has at most ${PATTERN_MAX} characters.`, part.from.at)
  try {
    return RE2JS.compile(pattern)
  } catch {
    throw new Flaw('The pattern is not understood. Look-around and back-references do not exist here.', part.from.at)
  }
}
