/** What a person says of a Postgres database: where it is, and how to log in. */
import * as z from 'zod'

const text = (max: number) => z.string().trim().min(1).max(max).optional()
export const connection = z
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
