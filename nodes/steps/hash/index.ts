import * as z from 'zod'
import { concept } from '../../../runtime/concepts.ts'
import { type Complaint, type Fix, step } from '../../../runtime/contract.ts'
import { isCountrySetting, nearCountries, settledCountry } from '../../../runtime/normalise/countries.ts'
import { orderTitles } from '../../../runtime/normalise/date-order.ts'
import { didYouMean } from '../../../runtime/suggest/stand-in.ts'

const config = z.strictObject({
  country: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2}$/, 'A country is its two-letter code, such as FR.')
    .transform(code => code.toUpperCase())
    .optional()
    .meta({
      title: 'Default country',
      description: 'For phone numbers, postal codes and regions of rows that name no country.',
      control: 'country',
    }),
  dayFirst: z
    .boolean()
    .optional()
    .meta({ title: 'Dates are written day first', description: '03/04/1990 is the 3rd of April.', control: 'toggle' }),
  alreadyHashed: z.array(z.string()).optional().meta({
    title: 'Already SHA-256',
    description: 'Fields whose columns hold hashes. Values that are not 64 hex digits are then left out.',
    control: 'concepts',
    advanced: true,
  }),
  variants: z.boolean().optional().meta({
    title: 'Send spelling variants',
    description: 'Sends a second spelling where the platform’s own rules disagree.',
    control: 'toggle',
    advanced: true,
  }),
})

/** Telephones and posts know no such country: every number without its country code would be left out. */
function noCountry(code: string, hint: string | undefined): Complaint {
  const likely = [...(hint && isCountrySetting(hint.toUpperCase()) ? [hint.toUpperCase()] : []), ...nearCountries(code)]
  const [close, ...others] = [...new Set(likely)].slice(0, 3)
  const use = (country: string): Fix => ({ label: `Use ${country}`, set: { path: ['country'], value: country } })
  const fault = `"${code}" is no country of ISO 3166-1, so nothing can be completed with it.`
  return {
    code: 'hash.no_country',
    field: 'country',
    message: `${fault}${didYouMean(close)}`,
    fixes: [...(close ? [use(close), ...others.map(use)] : []), { label: 'Set no default', set: { path: ['country'] } }],
  }
}

/** Draws the sealing that happens on every path and holds its settings; paths without it are sealed all the same. */
export default step({
  id: 'hash',
  title: 'Hash identity',
  summary: 'Brings emails, phones and names to the platform’s spelling and hashes them before they leave.',
  icon: 'thumb',
  accepts: 'events',
  emits: 'events',
  config,
  example: { country: 'FR' },
  initial: {},
  sentence: ({ country, alreadyHashed }) =>
    [
      `Cleaned and hashed with SHA-256${country ? `, ${country} by default` : ''}`,
      ...(alreadyHashed?.length ? [`${alreadyHashed.length} already hashed`] : []),
    ].join('; '),
  check: ({ alreadyHashed = [], country }, { hints }) => [
    ...alreadyHashed
      .filter(id => !concept.has(id))
      .map(id => ({ code: 'map.unknown_field', field: 'alreadyHashed', message: `There is no field called "${id}".` })),
    ...(country === undefined || isCountrySetting(country) ? [] : [noCountry(country, hints.country)]),
  ],
  prepare: () => event => event,
  sealing: ({ country, ...settings }) => (country === undefined ? settings : { ...settings, country: settledCountry(country) }),
  sayCountry: (_, from) =>
    'value' in from ? { label: `Use ${from.value} as default country`, set: { path: ['country'], value: from.value } } : undefined,
  sayOrder: (_, __, order) => (order === 'day_first' ? { label: orderTitles[order], set: { path: ['dayFirst'], value: true } } : undefined),
})
