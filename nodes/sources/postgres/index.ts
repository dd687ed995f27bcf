import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'

const text = (max: number) => z.string().trim().min(1).max(max).optional()
const connection = z
  .strictObject({
    url: z.string().max(2000).optional().meta({
      title: 'Connection string',
      description: 'postgres://user:password@host:5432/database. Or fill the fields below.',
      secret: true,
    }),
    host: text(255).meta({ title: 'Host' }),
    port: z.number().int().min(1).max(65_535).optional().meta({ title: 'Port', description: '5432 unless given.' }),
    database: text(63).meta({ title: 'Database' }),
    user: text(63).meta({ title: 'User', description: 'Best a role that may only read.' }),
    password: z.string().max(1000).optional().meta({ title: 'Password', secret: true }),
    ssl: z.enum(['verify-full', 'require', 'disable']).optional().meta({
      title: 'Encryption',
      description:
        'verify-full: encrypted, and the server proves its name (the default, except on this machine). require: encrypted. disable: in clear.',
      advanced: true,
    }),
  })
  .refine(({ url, host, database, user }) => url !== undefined || (host !== undefined && database !== undefined && user !== undefined), {
    message: 'Give a connection string, or host, database and user.',
  })
export type Connection = z.output<typeof connection>

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
  // What is written in the address is looked at when it is used.
  stages: ({ url = '', ssl }) =>
    ssl === 'disable' || url.includes('sslmode=disable') || /@(localhost|127\.0\.0\.1)[:/]/.test(url)
      ? ['name', 'network', 'login', 'query']
      : ['name', 'network', 'tls', 'login', 'query'],
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
