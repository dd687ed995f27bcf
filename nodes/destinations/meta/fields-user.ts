/** What Meta finds the person by. Hashed fields leave as SHA-256 of the normalised text; the others must stay readable. */
import type { Target } from '../../../runtime/dialect.ts'
import { birthDate } from '../../../runtime/normalise/birthdate.ts'
import { fbc, fbp, ip, leadId, madid, userAgent } from '../../../runtime/normalise/device.ts'
import { email } from '../../../runtime/normalise/email.ts'
import { lowerExternalId } from '../../../runtime/normalise/external-id.ts'
import { foldedCity } from '../../../runtime/normalise/folded.ts'
import { gender } from '../../../runtime/normalise/gender.ts'
import { nameLetters, plainName } from '../../../runtime/normalise/name.ts'
import { phone } from '../../../runtime/normalise/phone.ts'
import { city, country, postalCode, state } from '../../../runtime/normalise/place.ts'
import { idText } from '../../../runtime/normalise/text.ts'
import { digits } from './spellings.ts'

const source = 'Meta, Customer information parameters; page of 9 January 2026, read 22 November 2026'

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
  hashed('em', 25, {
    concept: 'email',
    title: 'Email',
    normalise: email,
    help: 'The strongest match key. Dots and “+” tags stay, as Meta asks.',
  }),
  hashed('ph', 15, {
    concept: 'phone',
    title: 'Phone',
    normalise: phone,
    help: 'With the country’s code. National numbers need a country column, or the default country of Hash identity.',
  }),
  hashed('fn', 5, { concept: 'first_name', title: 'First name', normalise: nameLetters, variant: plainName }),
  hashed('ln', 5, { concept: 'last_name', title: 'Last name', normalise: nameLetters, variant: plainName }),
  hashed('ge', 1, { concept: 'gender', title: 'Gender', normalise: gender, help: 'Meta takes f and m only.' }),
  hashed('db', 2, { concept: 'birth_date', title: 'Date of birth', normalise: birthDate }),
  hashed('ct', 2, { concept: 'city', title: 'City', normalise: city, variant: foldedCity }),
  hashed('st', 1, {
    concept: 'state',
    title: 'State or region',
    normalise: state,
    help: 'Two letters in the United States, the whole name elsewhere.',
  }),
  hashed('zp', 2, {
    concept: 'postal_code',
    title: 'Postal code',
    normalise: postalCode,
    help: 'The first five digits in the United States.',
  }),
  hashed('country', 2, {
    concept: 'country',
    title: 'Country',
    normalise: country,
    help: 'Worth sending always, even when all customers live in one.',
  }),
  hashed('external_id', 8, {
    concept: 'external_id',
    title: 'Customer ID',
    normalise: lowerExternalId,
    help: 'Your own ID for the person, the same on every channel. Lower-cased, spaces removed.',
  }),
  readable('client_ip_address', 12, {
    concept: 'client_ip',
    title: 'IP address',
    normalise: ip,
    help: 'The visitor’s own address. Never hashed.',
  }),
  readable('client_user_agent', 5, {
    concept: 'client_user_agent',
    title: 'Browser',
    normalise: userAgent,
    help: 'The browser’s user agent text. Meta asks for it on website events. Never hashed.',
  }),
  readable('fbc', 10, {
    concept: 'fbc',
    title: 'Click ID (fbc)',
    normalise: fbc,
    help: 'From the _fbc cookie, or made from the link click ID and the click time. Letters keep their case.',
  }),
  readable('fbp', 5, { concept: 'fbp', title: 'Browser ID (fbp)', normalise: fbp, help: 'From the _fbp cookie.' }),
  readable('subscription_id', 2, { concept: 'subscription_id', title: 'Subscription ID', normalise: idText, advanced: true }),
  readable('fb_login_id', 5, { concept: 'fb_login_id', title: 'Facebook login ID', normalise: digits, advanced: true }),
  readable('lead_id', 10, {
    concept: 'lead_id',
    title: 'Lead ID',
    normalise: leadId,
    advanced: true,
    help: 'Of a lead made on Meta: 15 to 17 digits, read as text.',
  }),
  readable('anon_id', 5, { concept: 'anon_id', title: 'App installation ID', normalise: idText, advanced: true, help: 'App events only.' }),
  readable('madid', 10, {
    concept: 'mobile_ad_id',
    title: 'Mobile advertising ID',
    normalise: madid,
    advanced: true,
    help: 'App events only. Never hashed at Meta.',
  }),
]
