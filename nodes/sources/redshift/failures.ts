/** What Redshift alone says of a failure. */
import { failures } from '../pg-wire/failures.ts'

export const stopOf = failures({
  states: {
    '25P02': ['source.lost', 'Another failure ended the reading', 'What is asked at the same time shares its transaction. Run again.'],
    '40001': ['source.lost', 'The database ended the reading', 'Somebody changed the table’s form meanwhile. Run again.'],
  },
  strangeLogin:
    'The user’s password is stored as SHA-256. Store it as MD5 (the connection’s script shows how), or use temporary credentials.',
  tookTooLong: /statement timeout|abort/i,
})
