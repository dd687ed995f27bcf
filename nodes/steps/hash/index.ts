import * as z from 'zod'
import { concept } from '../../../runtime/concepts.ts'
import { step } from '../../../runtime/contract.ts'

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
  check: ({ alreadyHashed = [] }) =>
    alreadyHashed
      .filter(id => !concept.has(id))
      .map(id => ({ code: 'map.unknown_field', field: 'alreadyHashed', message: `There is no field called "${id}".` })),
  prepare: () => event => event,
  sealing: settings => settings,
  sayOrder: (_, __, order) =>
    order === 'day_first' ? { label: 'The day comes first', set: { path: ['dayFirst'], value: true } } : undefined,
})
