import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'
import { connection } from './connection.ts'

/** One Redshift database, read through cursors in one read-only transaction. */
export default source({
  id: 'redshift',
  title: 'Amazon Redshift',
  summary: 'Reads tables and queries of a Redshift cluster or workgroup, without ever writing to it.',
  icon: 'warehouse',
  config: z.strictObject({
    connection: z.string().min(1, 'Choose a connection.').max(200).meta({ title: 'Connection', control: 'connection' }),
  }),
  connection,
  billed: true,
  example: { connection: 'shop-redshift' },
  exampleConnection: { host: 'shop.abc123.eu-west-1.redshift.amazonaws.com', database: 'shop', user: 'tributary', password: 'secret' },
  sentence: ({ connection }) => connection,
  stages: ({ ssl }) => (ssl === 'disable' ? ['name', 'network', 'login', 'query'] : ['name', 'network', 'tls', 'login', 'query']),
  setup: {
    says: 'Run this in the database as an administrator. It makes a user that can only read one schema. The password is stored as MD5, because the driver does not speak Redshift’s SHA-256 login.',
    script: `-- the MD5 of password and user name, after the word md5: select 'md5' || md5('CHOOSE_A_PASSWORD' || 'tributary');
create user tributary password 'md5RESULT_OF_THE_LINE_ABOVE';
grant usage on schema SCHEMA to tributary;
grant select on all tables in schema SCHEMA to tributary;
alter default privileges in schema SCHEMA grant select on tables to tributary;
-- everybody may make tables in public; the next line ends that for all:
-- revoke create on schema public from public;`,
  },
  open: async (_config, settings, around) => (await import('./session.ts')).open(settings, around),
})
