/** What Pinterest finds the person by. Hashed fields leave as SHA-256 of the normalised text; the others must stay readable. */
import type { Target } from '../../../runtime/dialect.ts'
import { birthDate } from '../../../runtime/normalise/birthdate.ts'
import { epik, ip, madid, userAgent } from '../../../runtime/normalise/device.ts'
import { email } from '../../../runtime/normalise/email.ts'
import { plainExternalId } from '../../../runtime/normalise/external-id.ts'
import { genderWithNonBinary } from '../../../runtime/normalise/gender.ts'
import { plainName } from '../../../runtime/normalise/name.ts'
import { phone } from '../../../runtime/normalise/phone.ts'
import { city, country, digitsZip, twoLetterState } from '../../../runtime/normalise/place.ts'
import { text } from '../../../runtime/normalise/text.ts'
import { oneOf } from './spellings.ts'

const source = 'Pinterest API description 5.23.0 of 11 December 2025, read 22 November 2026'
const newer = 'Pinterest API description 5.31.0, as noted by a third party on 22 September 2026'

type More = Pick<Target, 'concept' | 'title' | 'normalise'> & Partial<Target>
const hashed = (key: string, worth: number, more: More): Target => ({
  key: `user_data.${key}`,
  hash: true,
  many: true,
  personal: true,
  worth,
  source,
  ...more,
})
const readable = (key: string, worth: number, more: More): Target => ({ key: `user_data.${key}`, personal: true, worth, source, ...more })

export const userTargets: readonly Target[] = [
  hashed('em', 30, { concept: 'email', title: 'Email', normalise: email, help: 'Enough by itself. The strongest match key.' }),
  hashed('ph', 10, { concept: 'phone', title: 'Phone', normalise: phone, help: 'Helps, but is not enough by itself.' }),
  hashed('fn', 4, { concept: 'first_name', title: 'First name', normalise: plainName }),
  hashed('ln', 4, { concept: 'last_name', title: 'Last name', normalise: plainName }),
  hashed('ge', 1, { concept: 'gender', title: 'Gender', normalise: genderWithNonBinary }),
  hashed('db', 2, { concept: 'birth_date', title: 'Date of birth', normalise: birthDate }),
  hashed('ct', 2, { concept: 'city', title: 'City', normalise: city }),
  hashed('st', 1, { concept: 'state', title: 'State', normalise: twoLetterState, help: 'Two letters; other regions are left out.' }),
  hashed('zp', 2, {
    concept: 'postal_code',
    title: 'Postal code',
    normalise: digitsZip,
    help: 'Digits only; codes with letters are left out.',
  }),
  hashed('country', 2, { concept: 'country', title: 'Country', normalise: country }),
  hashed('external_id', 8, {
    concept: 'external_id',
    title: 'Customer ID',
    normalise: plainExternalId,
    help: 'Your own ID for the person. Upper and lower case stay, as on the tag.',
  }),
  hashed('hashed_maids', 10, { concept: 'mobile_ad_id', title: 'Mobile advertising ID', normalise: madid, help: 'Enough by itself.' }),
  readable('client_ip_address', 8, {
    concept: 'client_ip',
    title: 'IP address',
    normalise: ip,
    help: 'Enough together with Browser. Never hashed.',
  }),
  readable('client_user_agent', 6, {
    concept: 'client_user_agent',
    title: 'Browser',
    normalise: userAgent,
    help: 'The browser’s user agent text. Never hashed.',
  }),
  readable('click_id', 10, {
    concept: 'epik',
    title: 'Click ID (epik)',
    normalise: epik,
    help: 'From the _epik cookie, or epik in the page’s address. Letters keep their case.',
  }),
  readable('partner_id', 0, {
    concept: 'partner_id',
    title: 'Partner’s visitor ID',
    normalise: text,
    advanced: true,
    help: 'For partners only, such as a RampID.',
  }),
  readable('customer_type', 0, {
    concept: 'customer_type',
    title: 'New or returning customer',
    normalise: oneOf('new', 'returning'),
    personal: false,
    advanced: true,
    source: newer,
  }),
]
