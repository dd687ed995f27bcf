/** Where Meta's events go, and what opens the door. */
import * as z from 'zod'
import { endings, versions } from './versions.ts'

export const connection = z.strictObject({
  dataset: z
    .string()
    .trim()
    .regex(/^\d{1,20}$/, 'A dataset ID is digits only. Find it in Events Manager, under Settings.')
    .meta({
      listed: true,
      title: 'Dataset ID',
      description: 'Also called pixel ID. Digits, from Events Manager → your dataset → Settings.',
    }),
  token: z.string().trim().min(1, 'An access token is needed.').meta({
    title: 'Access token',
    secret: true,
    description: 'Events Manager → your dataset → Settings → Conversions API → Generate access token. No app of your own is needed.',
  }),
  app_secret: z.string().trim().min(1).optional().meta({
    title: 'App secret',
    secret: true,
    advanced: true,
    description: 'Only for tokens of an app that has “Require app secret proof” on.',
  }),
  partner_agent: z.string().trim().max(100).optional().meta({
    title: 'Partner agent',
    advanced: true,
    description: 'The name of the platform that sends, for those who send for others; Meta’s quality report can be filtered by it.',
  }),
  upload_tag: z.string().trim().max(100).optional().meta({
    title: 'Upload tag',
    advanced: true,
    description: 'A label that Meta shows with uploads of sales in stores.',
  }),
  version: z
    .enum(versions.map(({ version }) => version))
    .default('v25.0')
    .meta({ title: 'API version', advanced: true, description: `Each version lives about two years. ${endings}` }),
})
export type Connection = z.output<typeof connection>
