/** What Postgres alone says of a failure. */
import { failures } from '../pg-wire/failures.ts'

export const stopOf = failures({
  states: {
    '42P18': ['source.bad_query', 'The query leaves a type open', 'Cast the value, for example $1::text; parameters cannot be used.'],
    '55P03': ['source.timeout', 'A table stayed locked by somebody else', 'The reading gave up after 10 seconds. Try again later.'],
    '25P03': [
      'source.timeout',
      'The database closed a reading that stood still',
      'The destination was slow for too long. Run again: nothing is sent twice.',
    ],
    '40001': ['source.lost', 'The database ended the reading', 'The replica had to move on. Run again, or read from the primary.'],
  },
  strangeLogin: 'It wants Kerberos or the like. Let it take a password from this address.',
  tookTooLong: /statement timeout/,
})
