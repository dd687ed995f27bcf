/** Ways of writing a value that only Pinterest asks for. */
import { type Normaliser, Unusable } from '../../../runtime/dialect.ts'
import { limitsIn } from '../../../runtime/normalise/consent.ts'
import { boolean, integer } from '../../../runtime/normalise/scalar.ts'
import { cleaned } from '../../../runtime/normalise/text.ts'

const NOT_OFFERED = new Unusable('pin.not_offered')
const OUT_OF_RANGE = new Unusable('pin.out_of_range')

/** One of a few words, in lower case. */
export const oneOf = (...words: readonly string[]): Normaliser => ({
  id: `one_of_${words.length}`,
  says: `one of ${words.join(', ')}`,
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const word = text.toLowerCase().replace(/[\s-]+/g, '_')
    return words.includes(word) ? word : NOT_OFFERED
  },
})

/** A whole number from zero to a limit of the schema. */
export const upTo = (most: number): Normaliser => ({
  id: `up_to_${most}`,
  says: `a whole number, at most ${most}`,
  apply(value, context) {
    const number = integer.apply(value, context)
    return typeof number === 'number' && number > most ? OUT_OF_RANGE : number
  },
})

/** Pinterest's mark for limited data processing; any platform's word for it is understood, and "no" leaves it out. */
export const limitedProcessing: Normaliser = {
  id: 'limited_data_processing',
  says: 'LDP where limited data processing is on',
  apply(value, context) {
    const marks = limitsIn(value)
    if (marks instanceof Unusable) return marks
    const [mark = ''] = marks
    return marks.length === 1 && (/^LD[PU]$/.test(mark) || boolean.apply(mark, context) === true) ? 'LDP' : NOT_OFFERED
  },
}
