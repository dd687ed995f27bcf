import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'

const text = (max: number) => z.string().trim().min(1).max(max)
const connection = z
  .strictObject({
    host: text(300)
      .transform(written => written.replace(/^https:\/\//, '').replace(/\/.*$/, written.startsWith('http:') ? '$&' : ''))
      .pipe(
        z
          .string()
          .regex(
            /^([A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?|http:\/\/(127\.0\.0\.1|localhost):\d{1,5})$/,
            'Use the workspace’s host, such as dbc-a1b2345c-d6e7.cloud.databricks.com.',
          ),
      )
      .meta({ title: 'Host', description: 'The workspace’s host, such as dbc-a1b2345c-d6e7.cloud.databricks.com.' }),
    warehouse: text(300)
      .transform(written => written.replace(/^.*\/warehouses\//, ''))
      .pipe(
        z.string().regex(/^[A-Za-z0-9]{4,64}$/, 'Use the HTTP path of the SQL warehouse, such as /sql/1.0/warehouses/a1b2c3d4e5f60718.'),
      )
      .meta({ title: 'SQL warehouse', description: 'Its HTTP path or id, from the warehouse’s Connection details.' }),
    catalog: text(255).meta({ title: 'Catalog' }),
    schema: text(255).optional().meta({ title: 'Schema', description: 'default unless given. Its tables go by their bare name.' }),
    client_id: text(255)
      .optional()
      .meta({ title: 'Client id', description: 'Of a service principal (what Databricks recommends): its application id.' }),
    client_secret: z
      .string()
      .max(1000)
      .optional()
      .meta({ title: 'Client secret', description: 'The service principal’s OAuth secret.', secret: true }),
    access_token: z
      .string()
      .max(2000)
      .optional()
      .meta({ title: 'Access token', description: 'A personal access token instead of a service principal.', secret: true }),
  })
  .refine(
    ({ client_id, client_secret, access_token }) => access_token !== undefined || (client_id !== undefined && client_secret !== undefined),
    {
      path: ['client_secret'],
      message: 'Give client id and secret of a service principal, or an access token.',
    },
  )
export type Connection = z.output<typeof connection>

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
