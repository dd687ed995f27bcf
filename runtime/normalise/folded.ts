/** A second spelling for names of places: accents taken off, for platforms whose own rules disagree about them. */
import type { Normaliser } from '../dialect.ts'
import { city } from './place.ts'
import { unusable } from './reasons.ts'

const NOT_FOLDABLE = unusable('city_not_latin')
const MARKS = /\p{M}+/gu
const LATIN = /^[a-z0-9]+$/
/** Letters that Unicode does not take apart into a letter and a mark. */
const WHOLE: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** "São Paulo" and "Łódź" as saopaulo and lodz; other scripts have no such spelling. */
export const foldedCity: Normaliser = {
  id: 'folded_city',
  says: 'lower case, a to z only',
  apply(value, context) {
    const text = city.apply(value, context)
    if (typeof text !== 'string') return text
    const folded = text
      .normalize('NFD')
      .replace(MARKS, '')
      .replace(/[ßøłæœđðþı]/g, letter => WHOLE[letter]!)
    return LATIN.test(folded) ? folded : NOT_FOLDABLE
  },
}
