/** What a person says of a Databricks workspace: where it is, and how to log in. */
import * as z from 'zod'

const text = (max: number) => z.string().trim().min(1).max(max)
export const connection = z
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
