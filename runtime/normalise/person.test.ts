import { expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { birthDate } from './birthdate.ts'
import { email } from './email.ts'
import { lowerExternalId, plainExternalId } from './external-id.ts'
import { gender, genderWithNonBinary } from './gender.ts'
import { nameLetters, plainName } from './name.ts'

const now = Date.parse('2026-11-22T00:00:00Z')
const read = (normaliser: Normaliser, value: Value, around: Partial<Context> = {}) => {
  const wire = normaliser.apply(value, { country: undefined, dayFirst: false, timezone: undefined, now, ...around })
  return wire instanceof Unusable ? wire.code : wire
}

test.each([
  ['a zero-width space is not part of an address', 'joe\u200b@eg.com', 'joe@eg.com'],
  ['full-width signs are typed by mistake', 'ｊｏｅ＠eg.com', 'joe@eg.com'],
  ['a direction mark from a copied page', '\u202ajoe@eg.com\u202c', 'joe@eg.com'],
  ['an apostrophe is allowed', "O'Brien@eg.com", "o'brien@eg.com"],
  ['two dots in a row exist in Japan', 'joe..x@docomo.ne.jp', 'joe..x@docomo.ne.jp'],
  ['one form of é', 'rene\u0301@eg.com', 'ren\u00e9@eg.com'],
  ['no domain', 'joe@', 'email_not_valid'],
  ['no dot in the domain', 'joe@localhost', 'email_not_valid'],
  ['an empty label', 'joe@eg..com', 'email_not_valid'],
  ['a dot at the end', 'joe@eg.com.', 'email_not_valid'],
  ['a link', 'mailto:joe@eg.com', 'email_not_valid'],
  ['an address in brackets', '<joe@eg.com>', 'email_not_valid'],
  ['two signs', 'joe@x@eg.com', 'email_not_valid'],
  ['two addresses', 'a@b.com;c@d.com', 'email_not_valid'],
  ['an IP address', 'joe@1.2.3.4', 'email_not_valid'],
  ['a domain cut short', 'joe@eg.c', 'email_not_valid'],
  ['too long a name', `${'a'.repeat(65)}@eg.com`, 'email_not_valid'],
] as const)('email: %s', (_, value, expected) => expect(read(email, value)).toBe(expected))

test.each([
  ['punctuation of any script goes', 'D’Angelo·Müller―X', 'dangelomüllerx', 'd’angelo·müller―x'],
  ['a no-break space is a space', 'Anne\u00a0Marie', 'annemarie', 'anne marie'],
  ['so is an ideographic one', '張\u3000偉', '張偉', '張 偉'],
  ['an apostrophe that Unicode calls a letter', 'O\u02bcBrien', 'obrien', 'o\u02bcbrien'],
  ['a dotted capital I, whatever the locale', 'İlkay', 'i\u0307lkay', 'i\u0307lkay'],
  ['a byte order mark', '\ufeffAnna', 'anna', 'anna'],
  ['NUL', 'An\u0000na', 'anna', 'anna'],
  ['a joiner is nothing', 'Jean\u200dLuc', 'jeanluc', 'jeanluc'],
  ['the last sigma of a word', 'ΟΔΥΣΣΕΥΣ', 'οδυσσευς', 'οδυσσευς'],
  ['a sharp s is a letter', 'Weiß', 'weiß', 'weiß'],
  ['capital sharp s', 'WEIẞ', 'weiß', 'weiß'],
  ['full-width letters are the same letters', 'Ａｎｎａ－Ｌｅｅ', 'annalee', 'anna-lee'],
  ['half-width katakana too', 'ﾔﾏﾀﾞ', 'ヤマダ', 'ヤマダ'],
  ['nothing, in full width', 'ｎｕｌｌ', 'empty', 'empty'],
  ['no letters at all', '12 / 34', 'name_without_letters', 'name_without_letters'],
  ['an emoji with a joiner', 'Anna 👩‍💻', 'anna', 'anna 👩💻'],
  ['nothing, hidden in punctuation', '(n/a)', 'empty', 'empty'],
] as const)('names: %s', (_, value, bare, plain) => {
  expect(read(nameLetters, value)).toBe(bare)
  expect(read(plainName, value)).toBe(plain)
})

test.each([
  ['ISO', '1997-02-16', {}, '19970216'],
  ['with a time, never moved to another day', '1997-02-16T23:30:00-08:00', {}, '19970216'],
  ['as a number', 19970216, {}, '19970216'],
  ['single digits', '1997-2-6', {}, '19970206'],
  ['only one reading makes a date', '2/16/1997', {}, '19970216'],
  ['also where the day comes first', '2/16/1997', { dayFirst: true }, '19970216'],
  ['two readings', '01/02/1990', {}, 'birth_date_ambiguous'],
  ['two readings, day first', '01/02/1990', { dayFirst: true }, '19900201'],
  ['two readings, wherever the person lives', '01/02/1990', { country: 'US' }, 'birth_date_ambiguous'],
  ['two readings that agree', '02/02/1990', {}, '19900202'],
  ['in words', '16 février 1997', {}, '19970216'],
  ['in American words', 'Feb 16, 1997', {}, '19970216'],
  ['a leap day', '29.02.2000', {}, '20000229'],
  ['no leap year', '1900-02-29', {}, 'birth_date_not_valid'],
  ['30 February', '30/02/1990', { dayFirst: true }, 'birth_date_not_valid'],
  ['before 1900', '1899-12-31', {}, 'birth_date_not_valid'],
  ['after this year', '2027-01-01', {}, 'birth_date_not_valid'],
  ['today', '2026-11-22', {}, '20261122'],
  ['tomorrow, where it is tomorrow already', '2026-11-23', {}, '20261123'],
  ['later this year', '2026-12-24', {}, 'birth_date_not_valid'],
  ['the first day', '1900-01-01', {}, '19000101'],
  ['typographic dashes', '1997\u201102\u201116', {}, '19970216'],
  ['Japanese', '1997年2月16日', {}, '19970216'],
  ['spaces after the points', '16. 2. 1997', {}, '19970216'],
  ['what JavaScript prints', 'Sun Feb 16 1997 00:00:00 GMT+0100 (Central European Standard Time)', {}, '19970216'],
  ['an umlaut taken apart', '16. Maerz 1997', {}, '19970316'],
  ['Arabic digits', '١٩٩٧-٠٢-١٦', {}, '19970216'],
  ['a year alone', '1997', {}, 'birth_date_not_valid'],
  ['MySQL’s zero', '0000-00-00', {}, 'birth_date_not_valid'],
  ['seconds since 1970', 855964800, {}, 'birth_date_not_valid'],
  ['milliseconds since 1970', '855964800000', {}, 'birth_date_not_valid'],
  ['a day count', 35477, {}, 'birth_date_not_valid'],
  ['two-digit years', '16.02.97', { dayFirst: true }, 'birth_date_not_valid'],
] as const)('date of birth: %s', (_, value, around, expected) => expect(read(birthDate, value, around)).toBe(expected))

test.each([
  ['Weiblich', 'f', 'f'],
  ['homme', 'm', 'm'],
  ['Mujer', 'f', 'f'],
  ['uomo', 'm', 'm'],
  ['MAN', 'm', 'm'],
  ['non-binary', 'gender_unknown', 'n'],
  ['divers', 'gender_unknown', 'n'],
  ['0', 'gender_unknown', 'gender_unknown'],
  ['w', 'f', 'f'],
  ['H', 'm', 'm'],
  ['Mrs.', 'f', 'f'],
  ['Mme', 'f', 'f'],
  ['Herr', 'm', 'm'],
  ['KADIN', 'f', 'f'],
  ['男性', 'm', 'm'],
  ['женский', 'f', 'f'],
  ['м', 'm', 'm'],
  ['V', 'gender_unknown', 'gender_unknown'],
  ['1', 'gender_unknown', 'gender_unknown'],
  ['x', 'gender_unknown', 'gender_unknown'],
  ['prefer not to say', 'gender_unknown', 'gender_unknown'],
] as const)('gender: %s', (value, two, three) => {
  expect(read(gender, value)).toBe(two)
  expect(read(genderWithNonBinary, value)).toBe(three)
})

test.each([
  [' User 42 ', 'user42', 'User 42'],
  ['0012345', '0012345', '0012345'],
  [12345, '12345', '12345'],
  ['0', 'empty', 'empty'],
  [2 ** 60, 'number_too_long', 'number_too_long'],
  [{ id: 1 }, 'not_text', 'not_text'],
  [true, 'true', 'true'],
] as const)('external id: %j', (value, low, plain) => {
  expect(read(lowerExternalId, value)).toBe(low)
  expect(read(plainExternalId, value)).toBe(plain)
})
