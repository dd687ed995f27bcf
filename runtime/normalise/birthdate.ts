/** A date of birth as YYYYMMDD. Calendar dates only: no time zone ever moves one, and two readings are never settled by a guess. */
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { monthOf } from './months.ts'
import { unusable } from './reasons.ts'
import { cleaned, toAscii } from './text.ts'

const NOT_VALID = unusable('birth_date_not_valid')
const AMBIGUOUS = unusable('birth_date_ambiguous')
const OLDEST = 1900
const LONGEST = 80

const ZONE = '(?: ?(?:Z|(?:UTC|GMT)(?:[+-]\\d{2}(?::?\\d{2})?)?|[+-]\\d{2}(?::?\\d{2})?)(?: ?\\([^)]*\\))?)?'
const TIME = `(?:[T ,]+\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[ap]\\.?m\\.?)?${ZONE})?`
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\.0+)?$/
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/. ])(\\d{1,2})\\2(\\d{1,2})${TIME}$`, 'i')
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/. ])(\\d{1,2})\\2(\\d{4})${TIME}$`, 'i')
const DAY_WORD = new RegExp(
  `^(?:\\p{L}+\\.?,? )?(\\d{1,2})(?:\\.|st|nd|rd|th|er|º)?[-/. ]*(?:de |of )?(\\p{L}{3,10})\\.?,?[-/. ]*(?:de |del )?(\\d{4})${TIME}$`,
  'iu',
)
const WORD_DAY = new RegExp(`^(?:\\p{L}+\\.?,? )?(\\p{L}{3,10})\\.?[- ]?(\\d{1,2})(?:st|nd|rd|th)?,?[- ](\\d{4})${TIME}$`, 'iu')

export const birthDate: Normaliser = {
  id: 'birth_date',
  says: 'YYYYMMDD',
  apply(value, context) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    return text.length > LONGEST ? NOT_VALID : read(plain(toAscii(text)), context)
  },
}

/** Typographic dashes as "-", "1990年2月16日" as 1990-2-16, "16. 2. 1990" as 16.2.1990. */
const plain = (text: string): string =>
  text
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/^(\d{4})年(\d{1,2})月(\d{1,2})日/, '$1-$2-$3')
    .replace(/^(\d{1,4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(?=\d)/, '$1$2$3$2')

function read(text: string, context: Context): string | Unusable {
  const compact = COMPACT.exec(text)
  if (compact) return date(compact[1]!, compact[2]!, compact[3]!, context)
  const ymd = YEAR_FIRST.exec(text)
  if (ymd) return date(ymd[1]!, ymd[3]!, ymd[4]!, context)
  const numeric = YEAR_LAST.exec(text)
  if (numeric) return yearLast(numeric[1]!, numeric[3]!, numeric[4]!, context)
  const worded = DAY_WORD.exec(text)
  if (worded) return date(worded[3]!, month(worded[2]!), worded[1]!, context)
  const american = WORD_DAY.exec(text)
  return american ? date(american[3]!, month(american[1]!), american[2]!, context) : NOT_VALID
}

/** Day first where the flow says so; else only when one reading makes a date. Where a person lives does not say how a table writes dates. */
function yearLast(a: string, b: string, year: string, context: Context): string | Unusable {
  const dayFirst = date(year, b, a, context)
  const monthFirst = date(year, a, b, context)
  if (dayFirst instanceof Unusable) return monthFirst
  if (monthFirst instanceof Unusable || a === b || context.dayFirst) return dayFirst
  return Number(a) === Number(b) ? dayFirst : AMBIGUOUS
}

function date(year: string, month: string, day: string, { now }: Context): string | Unusable {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (y < OLDEST || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) || Date.UTC(y, m - 1, d) > now + DAY) return NOT_VALID
  return `${year}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`
}

/** East of here it may be tomorrow already; nobody is born later than that. */
const DAY = 86_400_000
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const month = (word: string): string => String(monthOf(word))
