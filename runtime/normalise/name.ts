/** First and last names, in the two spellings that platforms ask for. */
import { type Normaliser, Unusable } from '../dialect.ts'
import { unusable } from './reasons.ts'
import { cleaned, isEmptyWord, lower, usualWidth } from './text.ts'

const EMPTY = unusable('empty')
const NO_LETTERS = unusable('name_without_letters')
/** Letters of ASCII and of western Europe, each with a lower case of its own. */
const PLAIN = /^[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+$/
const LETTER = /\p{L}/u
/** Also the apostrophes that Unicode counts as letters: “Oʼbrien”, “ʻOkina”. */
const NOT_LETTERS_OR_DIGITS = /[^\p{L}\p{Mn}\p{Mc}\p{N}]+|[\u02b9-\u02bf\u02c8\ua78b\ua78c]+/gu

/** Letters, their accents and digits only, in lower case: "O’Brien" and "Mary Ann" become "obrien" and "maryann". */
export const bareLower = (text: string): string => lower(lower(text).replace(NOT_LETTERS_OR_DIGITS, ''))

/** Lower case; punctuation, symbols and spaces removed; accents and other scripts stay. */
export const nameLetters: Normaliser = {
  id: 'name_letters',
  says: 'lower case, no punctuation or spaces',
  apply(value) {
    if (typeof value === 'string' && PLAIN.test(value)) return isEmptyWord(value) ? EMPTY : value.toLowerCase()
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    return lettersOr(bareLower(usualWidth(text)))
  },
}

/** Lower case; inner spaces, hyphens and apostrophes stay. */
export const plainName: Normaliser = {
  id: 'plain_name',
  says: 'trimmed, lower case',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    return lettersOr(lower(usualWidth(text)))
  },
}

/** Taking punctuation away can uncover a word for nothing: "(N/A)!". */
const lettersOr = (text: string): string | Unusable => (isEmptyWord(text) ? EMPTY : LETTER.test(text) ? text : NO_LETTERS)
