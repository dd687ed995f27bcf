/** What a person says of a Snowflake account: where it is, and how to log in. */
import * as z from 'zod'

const text = (max: number) => z.string().trim().min(1).max(max)
export const connection = z
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
