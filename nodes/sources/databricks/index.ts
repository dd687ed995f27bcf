import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'
import { connection } from './connection.ts'

/** One catalog, read through a SQL warehouse. */
export default source({
  id: 'databricks',
  title: 'Databricks',
  summary: 'Reads tables and queries through a Databricks SQL warehouse, without ever writing.',
  icon: 'warehouse',
  config: z.strictObject({
    connection: z.string().min(1, 'Choose a connection.').max(200).meta({ title: 'Connection', control: 'connection' }),
  }),
  connection,
  billed: true,
  example: { connection: 'shop-databricks' },
  exampleConnection: {
    host: 'dbc-a1b2345c-d6e7.cloud.databricks.com',
    warehouse: '/sql/1.0/warehouses/a1b2c3d4e5f60718',
    catalog: 'shop',
    access_token: 'dapi-example',
  },
  sentence: ({ connection }) => connection,
  stages: ({ host }) => (host.startsWith('http:') ? ['name', 'network', 'login', 'query'] : ['name', 'network', 'tls', 'login', 'query']),
  setup: {
    says: 'In Settings, Identity and access, add a service principal called tributary and make it an OAuth secret; on the SQL warehouse give it "Can use". Then run this as the catalog’s owner, so that it can only read one schema.',
    script: `grant use catalog on catalog CATALOG to \`APPLICATION_ID\`;
grant use schema on schema CATALOG.SCHEMA to \`APPLICATION_ID\`;
grant select on schema CATALOG.SCHEMA to \`APPLICATION_ID\`;`,
  },
  open: async (_config, settings, around) => (await import('./session.ts')).open(settings, around),
})
