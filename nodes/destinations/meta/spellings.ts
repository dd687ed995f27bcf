/** Ways of writing a value that only Meta asks for. */
import type { Value } from '../../../runtime/contract.ts'
import { type Normaliser, Unusable } from '../../../runtime/dialect.ts'
import { limitsIn, saidIn } from '../../../runtime/normalise/consent.ts'
import { country, state } from '../../../runtime/normalise/place.ts'
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
    const marks = limitsIn(value)
    if (marks instanceof Unusable) return marks
    if (marks.length === 0) return []
    const [mark = ''] = marks
    if (marks.length > 1) return NOT_OFFERED
    if (/^LD[UP]$/.test(mark)) return ['LDU']
    const yes = boolean.apply(mark, context)
    return yes instanceof Unusable ? NOT_OFFERED : yes === true ? ['LDU'] : []
  },
}

const META_FINDS_OUT = 0
const UNITED_STATES = 1
/** Meta's numbers of the states that have a law of their own, in the order of its table. */
const STATES = ['ca', 'co', 'ct', 'fl', 'or', 'tx', 'mt', 'de', 'ne', 'nh', 'nj', 'mn', 'md', 'ri']
const FIRST_STATE = 1000
const AT_HOME = { country: 'US', dayFirst: false, timezone: undefined, now: 0 }

/** The number itself, or from a country's code or name: Meta knows the United States, and finds out everything else. */
export const limitedUseCountry: Normaliser = {
  id: 'limited_use_country',
  says: '1 for the United States, 0 when Meta shall find out',
  apply(value, context) {
    const text = saidIn(value)
    if (text instanceof Unusable) return text
    if (/^[01](\.0+)?$/.test(text)) return Number(text)
    const code = country.apply(text, context)
    return code instanceof Unusable ? NOT_OFFERED : code === 'us' ? UNITED_STATES : META_FINDS_OUT
  },
}

/** The number itself, or from a state's two letters or name; a state without a number of its own is left to Meta. */
export const limitedUseState: Normaliser = {
  id: 'limited_use_state',
  says: '0 when Meta shall find out, else 1000 to 1013',
  apply(value) {
    const text = saidIn(value)
    if (text instanceof Unusable) return text
    if (/^\d+(\.0+)?$/.test(text)) {
      const number = Number(text)
      return number === META_FINDS_OUT || STATES[number - FIRST_STATE] ? number : NOT_OFFERED
    }
    const letters = state.apply(text, AT_HOME)
    if (letters instanceof Unusable || !/^[a-z]{2}$/.test(String(letters))) return NOT_OFFERED
    const at = STATES.indexOf(String(letters))
    return at < 0 ? META_FINDS_OUT : FIRST_STATE + at
  },
}

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
