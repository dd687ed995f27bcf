import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'
import { connection } from './connection.ts'

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
  billed: true,
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
