import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'

const text = (max: number) => z.string().trim().min(1).max(max)
const connection = z
  .strictObject({
    account: text(255)
      .transform(written => written.replace(/^https:\/\//, '').replace(/\.snowflakecomputing\.com\/?$/i, ''))
      .pipe(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'Use the account identifier, such as myorg-account123.'))
      .meta({
        title: 'Account',
        description: 'The account identifier, such as myorg-account123: what stands before .snowflakecomputing.com.',
      }),
    user: text(255).meta({ title: 'User', description: 'Best a service user whose role may only read; the script above makes one.' }),
    private_key: z.string().max(20_000).optional().meta({
      title: 'Private key',
      description: 'Key pair (what Snowflake recommends): the whole PEM text, its first and last line included.',
      secret: true,
    }),
    private_key_password: z.string().max(1000).optional().meta({ title: 'Password of the private key', secret: true, advanced: true }),
    access_token: z
      .string()
      .max(8000)
      .optional()
      .meta({ title: 'Programmatic access token', description: 'Instead of a private key.', secret: true }),
    password: z.string().max(1000).optional().meta({
      title: 'Password',
      description: 'Instead of both. Snowflake lets passwords alone log in only for users made before it asked for a second factor.',
      secret: true,
    }),
    warehouse: text(255).meta({ title: 'Warehouse', description: 'The compute that runs the queries.' }),
    database: text(255).meta({ title: 'Database' }),
    schema: text(255).optional().meta({ title: 'Schema', description: 'PUBLIC unless given. Its tables go by their bare name.' }),
    role: text(255).optional().meta({ title: 'Role', description: 'The user’s default role unless given.' }),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .refine(url => /^https:|^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(url), 'It must begin with https://.')
      .optional()
      .meta({ title: 'Endpoint', description: 'A private link instead of the account’s address.', advanced: true }),
  })
  .refine(({ private_key, access_token, password }) => [private_key, access_token, password].some(secret => secret !== undefined), {
    path: ['private_key'],
    message: 'Give a private key, a programmatic access token or a password.',
  })
export type Connection = z.output<typeof connection>

/** One Snowflake database. */
export default source({
  id: 'snowflake',
  title: 'Snowflake',
  summary: 'Reads tables and queries of a Snowflake database, without ever writing to it.',
  icon: 'warehouse',
  config: z.strictObject({
    connection: z.string().min(1, 'Choose a connection.').max(200).meta({ title: 'Connection', control: 'connection' }),
  }),
  connection,
  example: { connection: 'shop-snowflake' },
  exampleConnection: {
    account: 'myorg-account123',
    user: 'TRIBUTARY',
    private_key: '-----BEGIN PRIVATE KEY-----',
    warehouse: 'TRIBUTARY',
    database: 'SHOP',
  },
  sentence: ({ connection }) => connection,
  stages: ({ endpoint = '' }) =>
    endpoint.startsWith('http:') ? ['name', 'network', 'login', 'query'] : ['name', 'network', 'tls', 'login', 'query'],
  setup: {
    says: 'Make a key pair in a terminal, then run the rest in a worksheet as ACCOUNTADMIN. It makes a service user whose role can only read one schema, and a small warehouse that sleeps after a minute.',
    script: `-- openssl genrsa 2048 | openssl pkcs8 -topk8 -nocrypt -out tributary.p8      (the private key, to be pasted below)
-- openssl rsa -in tributary.p8 -pubout | sed '/-----/d' | tr -d '\\n'           (the public key)
use role accountadmin;
create role if not exists tributary;
create warehouse if not exists tributary warehouse_size = xsmall auto_suspend = 60 auto_resume = true initially_suspended = true;
grant usage on warehouse tributary to role tributary;
grant usage on database DATABASE to role tributary;
grant usage on schema DATABASE.SCHEMA to role tributary;
grant select on all tables in schema DATABASE.SCHEMA to role tributary;
grant select on future tables in schema DATABASE.SCHEMA to role tributary;
grant select on all views in schema DATABASE.SCHEMA to role tributary;
grant select on future views in schema DATABASE.SCHEMA to role tributary;
create user if not exists tributary type = service default_role = tributary default_warehouse = tributary rsa_public_key = 'PUBLIC_KEY';
grant role tributary to user tributary;`,
  },
  open: async (_config, settings, around) => (await import('./session.ts')).open(settings, around),
})
