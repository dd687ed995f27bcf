import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'
import { inClear } from './address.ts'
import { connection } from './connection.ts'

/** One database, read in one read-only snapshot. */
export default source({
  id: 'postgres',
  title: 'Postgres',
  summary: 'Reads tables and queries of a Postgres database, without ever writing to it.',
  icon: 'database',
  config: z.strictObject({
    connection: z.string().min(1, 'Choose a connection.').max(200).meta({ title: 'Connection', control: 'connection' }),
  }),
  connection,
  example: { connection: 'shop-db' },
  exampleConnection: { url: 'postgres://reader:secret@localhost:5432/shop' },
  stages: settings => (inClear(settings) ? ['name', 'network', 'login', 'query'] : ['name', 'network', 'tls', 'login', 'query']),
  setup: {
    says: 'Run this in the database as its owner. It makes a role that can only read one schema.',
    script: `create role tributary login password 'CHOOSE_A_PASSWORD';
grant connect on database DATABASE to tributary;
grant usage on schema SCHEMA to tributary;
grant select on all tables in schema SCHEMA to tributary;
alter default privileges in schema SCHEMA grant select on tables to tributary;
alter role tributary set default_transaction_read_only = on;
-- before Postgres 15 everybody may make tables in public; the next line ends that for all:
-- revoke create on schema public from public;`,
  },
  sentence: ({ connection }) => connection,
  open: async (_config, settings, around) => (await import('./session.ts')).open(settings, around),
})
