/** Where Pinterest's events go, and what opens the door. */
import * as z from 'zod'

export const connection = z.strictObject({
  ad_account: z
    .string()
    .trim()
    .regex(/^\d{1,18}$/, 'An ad account ID is 1 to 18 digits. It is not the tag ID.')
    .meta({ listed: true, title: 'Ad account ID', description: 'Up to 18 digits, from Ads Manager. Not the tag ID.' }),
  token: z.string().trim().min(1, 'A conversion access token is needed.').meta({
    title: 'Conversion access token',
    secret: true,
    description: 'Ads Manager → Conversions → Conversions API → Set up API. Shown once, begins with pina_.',
  }),
})
export type Connection = z.output<typeof connection>
