/** Every value becomes text here first: one place decides what counts as empty, as white space and as noise. */
import type { Value } from '../contract.ts'
import { type Normaliser, Unusable } from '../dialect.ts'
import { unusable } from './reasons.ts'

const EMPTY = unusable('empty')
const NOT_TEXT = unusable('not_text')
const NUMBER_TOO_LONG = unusable('number_too_long')
const TOO_LONG = unusable('too_long')

/** ASCII and the letters of western Europe as one character each: nothing in it is unseen, and it has one Unicode form already. */
const PLAIN = /^[!-~\u00c0-\u017e](?:[ -~\u00c0-\u017e]*[!-~\u00c0-\u017e])?$/
const LONGEST_EMPTY_WORD = 15
const EMPTY_WORDS: ReadonlySet<string> = new Set([
  '-',
  '--',
  '---',
  '—',
  '–',
  '.',
  '..',
  '...',
  '?',
  '??',
  '???',
  '_',
  '*',
  '/',
  "''",
  '""',
  '\\n',
  'null',
  '(null)',
  '<null>',
  '[null]',
  '{null}',
  'nul',
  'nil',
  '<nil>',
  'none',
  '(none)',
  '<none>',
  'undefined',
  '(undefined)',
  '[undefined]',
  'nan',
  '<na>',
  'na',
  'n/a',
  '(n/a)',
  'n.a.',
  'n.a',
  'n\\a',
  '#n/a',
  '#na',
  '#null!',
  '#value!',
  '#ref!',
  'nat',
  'unknown',
  '(unknown)',
  'unspecified',
  'not set',
  '(not set)',
  'not available',
  'not provided',
  'not specified',
  'not applicable',
  'no value',
  'empty',
  '(empty)',
  '(blank)',
  'missing',
  'inconnu',
  'inconnue',
  'non renseigné',
  'unbekannt',
  'keine angabe',
  'k.a.',
  'desconocido',
  'sconosciuto',
  'onbekend',
  '[object object]',
])

/** Never seen, never meant: controls that are not white space, zero-width and direction marks, variation selectors, fillers. */
const UNSEEN =
  /\p{Cf}|\u034f|[\u115f\u1160\u3164\uffa0]|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|(?![\t\n\v\f\r\u0085])\p{Cc}/gu
const LINE_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029\u2800]+/g
/** No-break, thin and wide spaces look like a space, and are one. */
const OTHER_SPACE = /(?! )\p{Zs}/gu

/**
 * The text of a cell, free of noise and in one Unicode form, or `undefined` when it says nothing: empty, a word such as
 * "null" or "n/a", a list, an object, or a number whose digits are already lost.
 */
export function clean(value: Value | undefined): string | undefined {
  const text = cleaned(value)
  return text instanceof Unusable ? undefined : text
}

/** As `clean`, with the reason when there is no text. */
export function cleaned(value: Value | undefined): string | Unusable {
  if (typeof value === 'string') {
    const text = PLAIN.test(value) ? value : tidy(value)
    return text === '' || isEmptyWord(text) ? EMPTY : text
  }
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return value === null || value === undefined ? EMPTY : NOT_TEXT
}

const tidy = (text: string): string =>
  text.toWellFormed().replace(UNSEEN, '').replace(LINE_SPACE, ' ').replace(OTHER_SPACE, ' ').normalize('NFC').trim()

/** Whether a text is one of the words that databases and people write for "nothing". */
export const isEmptyWord = (text: string): boolean =>
  text.length <= LONGEST_EMPTY_WORD && beginsLikeOne(text) && EMPTY_WORDS.has(text.toLowerCase())

/** Lengths of the words that begin with a character of ASCII, one bit each: nearly every cell is told apart without being written small. */
const lengthsOf = new Uint16Array(128)
for (const word of EMPTY_WORDS)
  for (const first of [word[0]!, word[0]!.toUpperCase()]) if (first < '\x80') lengthsOf[first.charCodeAt(0)]! |= 1 << word.length
function beginsLikeOne(text: string): boolean {
  const first = text.charCodeAt(0)
  return !(first < 128) || (lengthsOf[first]! & (1 << text.length)) !== 0
}

function fromNumber(value: number): string | Unusable {
  if (Number.isNaN(value)) return EMPTY
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? String(value) : NUMBER_TOO_LONG
  const text = String(value)
  return /^-?\d+\.\d+$/.test(text) ? text : NUMBER_TOO_LONG
}

/** Before all combining marks and all odd widths: such a text has one Unicode form, and its only digits are ASCII. */
const WESTERN = /^[\0-\u02ff]*$/

/** Lower case by Unicode's own rules, the same under every locale. */
export function lower(text: string): string {
  const small = text.toLowerCase()
  return WESTERN.test(small) ? small : small.normalize('NFC')
}

/** Full-width forms (`Ａ１＠`) and digits of other scripts as ASCII, for values that are ASCII by nature. */
export const toAscii = (text: string): string => (WESTERN.test(text) ? text : text.replace(/[！-～]/g, narrow).replace(/\p{Nd}/gu, digit))

/** Full-width Latin and half-width katakana: what an East Asian keyboard writes for the same letters. */
const ODD_WIDTH = /[\uff01-\uff5e\uff66-\uff9f]+/g

/** Letters in their usual width (`Ａｎｎａ`, `ﾔﾏﾀﾞ` as `Anna`, `ヤマダ`), for names and places; digits of other scripts stay. */
export const usualWidth = (text: string): string => {
  if (WESTERN.test(text)) return text
  const usual = text.replace(ODD_WIDTH, letters => letters.normalize('NFKC'))
  return usual === text ? text : usual.normalize('NFC')
}

const narrow = (char: string): string => String.fromCharCode(char.charCodeAt(0) - 0xfee0)
const DECIMAL = /^\p{Nd}$/u
/** Decimal digits stand in runs of ten (or several tens), so the distance to the run's start tells the value. */
function digit(char: string): string {
  const code = char.codePointAt(0)!
  let start = code
  while (DECIMAL.test(String.fromCodePoint(start - 1))) start--
  return String((code - start) % 10)
}

/** Passed on as it stands, but for outer white space and what nobody can see. */
export const text: Normaliser = { id: 'text', says: 'trimmed', apply: value => cleaned(value) }

/** As `text`; longer than `most` characters is left out rather than cut, since half a text is another text. */
export const textUpTo = (most: number): Normaliser => ({
  id: `text_up_to_${most}`,
  says: `trimmed, at most ${most} characters`,
  apply(value) {
    const plain = cleaned(value)
    return plain instanceof Unusable || plain.length <= most ? plain : TOO_LONG
  },
})

/** An id whose bytes must equal those that another channel sends: only outer white space and broken characters go. */
export const idText: Normaliser = {
  id: 'id_text',
  says: 'as it stands, outer spaces removed',
  apply(value) {
    if (typeof value !== 'string') return cleaned(value)
    if (PLAIN.test(value)) return isEmptyWord(value) ? EMPTY : value
    const plain = value
      .toWellFormed()
      .replace(/(?![\t\n\v\f\r\u0085])\p{Cc}/gu, '')
      .trim()
    return plain === '' || isEmptyWord(plain) ? EMPTY : plain
  },
}
