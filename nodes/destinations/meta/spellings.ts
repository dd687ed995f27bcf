/** Ways of writing a value that only Meta asks for. */
import type { Value } from '../../../runtime/contract.ts'
import { type Normaliser, Unusable } from '../../../runtime/dialect.ts'
import { boolean } from '../../../runtime/normalise/scalar.ts'
import { cleaned } from '../../../runtime/normalise/text.ts'

const NOT_OFFERED = new Unusable('meta.not_offered')
const NOT_DIGITS = new Unusable('meta.not_digits')

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

/** Yes and no as 1 and 0: Meta finds true and false out of range in an app's data. */
export const oneOrZero: Normaliser = {
  id: 'one_or_zero',
  says: '1 or 0',
  apply(value, context) {
    const yes = boolean.apply(value, context)
    return yes instanceof Unusable ? yes : yes === true ? 1 : 0
  },
}

/** An id of digits, as text, so that no digit is lost. */
export const digits: Normaliser = {
  id: 'digits',
  says: 'digits only',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    return /^[1-9]\d{0,19}$/.test(text) ? text : NOT_DIGITS
  },
}

/** The list that Meta wants for limited data use; any platform's word for it is understood. */
export const limitedUse: Normaliser = {
  id: 'limited_data_use',
  says: '["LDU"] where limited data use is on, [] where it is off',
  apply(value, context) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    if (/^(ldu|ldp)$/i.test(text)) return ['LDU']
    const yes = boolean.apply(value, context)
    return yes instanceof Unusable ? NOT_OFFERED : yes === true ? ['LDU'] : []
  },
}

const STATES = [0, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013]
/** A number that Meta's table of countries or states lists. */
const listed = (id: string, says: string, numbers: readonly number[]): Normaliser => ({
  id,
  says,
  apply: (value: Value) => (value !== null && value !== '' && numbers.includes(Number(value)) ? Number(value) : NOT_OFFERED),
})
export const limitedUseCountry = listed('limited_use_country', '1 for the United States, 0 when Meta shall find out', [0, 1])
export const limitedUseState = listed('limited_use_state', '0 when Meta shall find out, else 1000 to 1013', STATES)

/** The app's sixteen facts, as texts in Meta's order. */
export const appFacts: Normaliser = {
  id: 'app_facts',
  says: '16 texts in Meta’s order, the first a2 or i2',
  apply(value) {
    const list = Array.isArray(value) ? value : typeof value === 'string' ? parsed(value) : undefined
    if (list?.length !== 16) return NOT_OFFERED
    return list.map(item => {
      const text = cleaned(item as Value)
      return text instanceof Unusable ? '' : text
    })
  },
}

function parsed(text: string): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : undefined
  } catch {
    return undefined
  }
}
