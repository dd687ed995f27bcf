/** What a person says of a BigQuery project: where it is, and how to log in. */
import * as z from 'zod'

const text = (max: number) => z.string().trim().min(1).max(max).optional()
export const connection = z
  .strictObject({
    project: z
      .string()
      .trim()
      .regex(/^[a-z0-9.:-]{4,80}$/, 'Use the project’s id, such as shop-analytics-123, not its display name.')
      .meta({ title: 'Project', description: 'The id of the project that pays for the queries.' }),
    location: text(40).meta({
      title: 'Location',
      description: 'Where the data lies: EU, US, europe-west1 … All tables of one query lie in one.',
    }),
    dataset: text(1024).meta({
      title: 'Dataset',
      description:
        'Whose tables go by their bare name; project.dataset for one of another project. Without it, the project’s datasets are listed.',
    }),
    login: z
      .enum(['service_account', 'server_identity'])
      .default('service_account')
      .meta({
        title: 'Log in as',
        description:
          'This server itself: its workload identity, attached service account or application default credentials; no key is stored.',
        titles: { service_account: 'A service account, with its key', server_identity: 'This server itself' },
      }),
    private_key_json: z.string().max(20_000).optional().meta({
      title: 'Service account key',
      description: 'The whole content of the JSON file that Google gave, braces included.',
      secret: true,
    }),
    max_gigabytes: z.number().positive().max(1_000_000).optional().meta({
      title: 'Most gigabytes one query may read',
      description: 'A dearer query is refused before it costs anything.',
      advanced: true,
    }),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .refine(url => /^https:|^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(url), 'It must begin with https://.')
      .optional()
      .meta({ title: 'Endpoint', description: 'A private or regional endpoint instead of bigquery.googleapis.com.', advanced: true }),
  })
  .refine(({ login, private_key_json }) => login === 'server_identity' || private_key_json !== undefined, {
    path: ['private_key_json'],
    message: 'Paste the service account’s key, or log in as the server.',
  })
export type Connection = z.output<typeof connection>
