/** What a person says of a Redshift cluster or workgroup: where it is, and how to log in. */
import * as z from 'zod'

const text = (max: number) => z.string().trim().min(1).max(max).optional()
export const connection = z
  .strictObject({
    host: text(255).meta({
      title: 'Host',
      description:
        'The cluster’s or workgroup’s endpoint, such as shop.abc123.eu-west-1.redshift.amazonaws.com, without port and database.',
    }),
    port: z.number().int().min(1).max(65_535).optional().meta({ title: 'Port', description: '5439 unless given.' }),
    database: text(127).meta({ title: 'Database' }),
    user: text(128).meta({
      title: 'User',
      description: 'Best one that may only read; the script above makes one. IAM:name with temporary credentials.',
    }),
    password: z.string().max(4000).optional().meta({ title: 'Password', secret: true }),
    url: z.string().max(6000).optional().meta({
      title: 'Connection string',
      description: 'Instead of the fields: redshift://user:password@host:5439/database.',
      secret: true,
      advanced: true,
    }),
    ssl: z.enum(['verify-full', 'require', 'disable']).optional().meta({
      title: 'Encryption',
      description:
        'verify-full: encrypted, and the server proves its name (the default, except on this machine). require: encrypted. disable: in clear.',
      advanced: true,
    }),
  })
  .refine(({ url, host, database, user }) => url !== undefined || (host !== undefined && database !== undefined && user !== undefined), {
    message: 'Give host, database and user, or a connection string.',
  })
export type Connection = z.output<typeof connection>
