/** The words for a value that could not be used, one pair of sentences for each code, and the constant that carries the code. */
import { type Reason, Unusable } from '../dialect.ts'

/** A destination spreads these into its own `reasons`. `{field}` is the field's title. */
export const unusableReasons = {
  empty: {
    title: '{field} is empty',
    why: 'Empty cells and words such as "null" or "n/a" are never hashed: they would match millions of people.',
  },
  not_text: {
    title: '{field} is not a single value',
    why: 'The cell holds a list or an object where one text is expected. Pick the part that is meant.',
  },
  number_too_long: {
    title: '{field} arrived as a number that is too long to be exact',
    why: 'Its last digits are already lost. Read the column as text.',
  },
  not_a_digest: {
    title: '{field} is not a SHA-256 digest',
    why: 'The column is set to "already SHA-256", and this value is not 64 hexadecimal characters.',
  },
  digest_not_sha256: {
    title: '{field} is hashed, but not as SHA-256 in hexadecimal',
    why: 'It looks like MD5, SHA-1, SHA-512 or Base64. Platforms match 64 hexadecimal digits only: hash the plain value with SHA-256, or map the plain column.',
  },
  hashed_in_clear: {
    title: '{field} is hashed, and has to travel as it is',
    why: 'The platform compares it in clear: a hash of it finds nobody. Map the plain column.',
  },
  digest_of_nothing: {
    title: '{field} is the digest of an empty or placeholder value',
    why: 'Somebody hashed an empty text, "null" or the like. It would match millions of people.',
  },
  email_not_valid: {
    title: '{field} is not one email address',
    why: 'It needs exactly one address: a name, one @ and a domain, without spaces.',
  },
  phone_not_valid: {
    title: '{field} is not a phone number',
    why: 'Too few or too many digits, no such country code, or more than one number in the cell.',
  },
  phone_without_country: {
    title: '{field} has no country',
    why: 'It is a national number. Map a country column or set a default country in Hash identity; it is never guessed.',
  },
  phone_digits_lost: {
    title: '{field} was saved in scientific notation',
    why: 'A spreadsheet has rounded it (1.65E+10), so its digits are lost. Export the column as text.',
  },
  name_without_letters: { title: '{field} has no letters', why: 'Nothing is left after punctuation and symbols are removed.' },
  birth_date_not_valid: {
    title: '{field} is not a date of birth',
    why: 'It needs a day, a month and a year with four digits, from 1900 to today.',
  },
  birth_date_ambiguous: {
    title: '{field} can be read in two ways',
    why: '01/02/1990 is 1 February or 2 January. Say in Hash identity that the day comes first, or write dates as 1990-02-01.',
  },
  gender_unknown: {
    title: '{field} is not a word for a gender the platform takes',
    why: 'Codes such as 1 and 2 need a value map to say which is which.',
  },
  city_without_letters: { title: '{field} has no letters', why: 'Nothing is left after punctuation and symbols are removed.' },
  city_not_latin: { title: '{field} has no second spelling', why: 'Only names in Latin letters can be written with a to z alone.' },
  state_unknown: {
    title: '{field} is not a known state',
    why: 'Two-letter codes and the names of states of the given country are understood.',
  },
  postal_code_not_valid: { title: '{field} is not a postal code', why: 'It does not have the form of a postal code of this country.' },
  postal_code_letters: { title: '{field} has letters', why: 'The platform takes postal codes made of digits only.' },
  country_unknown: {
    title: '{field} is not a known country',
    why: 'Two- and three-letter ISO codes and names in several languages are understood.',
  },
  ip_not_valid: { title: '{field} is not an IP address', why: 'It needs one IPv4 or IPv6 address, as the visitor’s own address.' },
  ip_not_public: {
    title: '{field} is not a visitor’s address',
    why: 'It is a private or reserved address, from inside a network; it says nothing about the visitor.',
  },
  click_id_not_valid: {
    title: '{field} does not have the form of a click or browser ID',
    why: 'It has four parts, as in fb.1.1554763741205.AbCd. A bare click ID belongs in its own field, beside the click time.',
  },
  mobile_id_not_valid: {
    title: '{field} is not an advertising ID',
    why: 'It has the form of a UUID, and not all zeros, which mean that tracking is limited.',
  },
  lead_id_not_valid: {
    title: '{field} is not a lead ID',
    why: 'It has 15 to 17 digits. Read the column as text: longer numbers lose their last digits.',
  },
  number_not_valid: { title: '{field} is not a number', why: 'It needs one number, with a point or a comma before the decimals.' },
  number_ambiguous: {
    title: '{field} can be read as two amounts',
    why: '1,234 is one thousand or one and a bit. Write decimals with a point, and no thousands separator.',
  },
  number_negative: {
    title: '{field} is below zero',
    why: 'Platforms count conversions, not refunds. Filter refunds out, or map another column.',
  },
  number_not_whole: { title: '{field} is not a whole number', why: 'It needs a whole number.' },
  currency_unknown: { title: '{field} is not a currency code', why: 'It needs three letters of ISO 4217, such as EUR or USD.' },
  currency_ambiguous: {
    title: '{field} stands for more than one currency',
    why: 'Signs such as $ and kr are used in several countries. Use the code, such as USD.',
  },
  time_not_valid: { title: '{field} is not a time', why: 'It needs an ISO date and time, or seconds since 1970.' },
  time_without_zone: { title: '{field} has no time zone', why: 'Name the zone in the model’s settings; it is never guessed.' },
  time_ambiguous: {
    title: '{field} can be read as two dates',
    why: '01/02/2026 is 1 February or 2 January. Say in Map fields which number is the day, or write dates as 2026-02-01.',
  },
  time_zone_unclear: {
    title: '{field} has a time zone of several meanings',
    why: 'BST is British, Bangladesh and Bougainville time; IST is Indian, Israeli and Irish. Store times with an offset such as +01:00.',
  },
  time_skipped: { title: '{field} does not exist in its time zone', why: 'The clock was put forward over it that night.' },
  time_repeated: {
    title: '{field} happened twice in its time zone',
    why: 'The clock was put back that night. Store times with their offset.',
  },
  time_implausible: {
    title: '{field} is before 2004 or after 2100',
    why: 'Probably seconds, milliseconds or a placeholder were mixed up.',
  },
  boolean_unknown: { title: '{field} is neither yes nor no', why: 'Understood are true and false, yes and no, 1 and 0.' },
  consent_unreadable: {
    title: '{field} cannot be read',
    why: 'What a person allowed is not guessed: the row is left out, not sent with all its data. Understood are yes and no, true and false, 1 and 0, and LDU or LDP for limited data use; translate other words in Map fields.',
  },
  url_not_valid: { title: '{field} is not a web address', why: 'It needs the whole address, beginning with http:// or https://.' },
  language_unknown: { title: '{field} is not a language code', why: 'It needs two letters of ISO 639-1, such as en or fr.' },
  too_long: { title: '{field} is too long', why: 'The platform sets a limit on its length.' },
  items_not_valid: { title: '{field} is not a list of items', why: 'It needs a JSON list of items, each with an id.' },
  item_without_id: { title: '{field} has an item without an id', why: 'Platforms refuse items that have no id.' },
} as const satisfies Record<string, Reason>

export type UnusableCode = keyof typeof unusableReasons

const made = new Map<string, Unusable>()

/** The one constant for a code, made on first use, so that a bad cell costs no allocation. */
export function unusable(code: UnusableCode): Unusable {
  let constant = made.get(code)
  if (!constant) {
    constant = new Unusable(code)
    made.set(code, constant)
  }
  return constant
}
