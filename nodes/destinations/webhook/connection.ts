/** Where a webhook's events go, and the secret by which the receiver knows who sent them. */
import * as z from 'zod'

const SECRET_MIN = 16
/** What HTTP or this destination says itself. */
const OURS =
  /^(?:host|connection|keep-alive|te|trailer|upgrade|expect|transfer-encoding|content-(?:length|type|encoding)|accept|tributary-.*|proxy-.*)$/i

const address = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
}

export const connection = z
  .strictObject({
    url: z
      .string()
      .trim()
      .max(2000, 'An address has at most 2,000 characters.')
      .refine(address, 'A whole https address, without user name, password or “#”.')
      .meta({
        title: 'Address',
        description:
          'Receives the events by POST. It must be https and on the public internet, or be listed by the operator in TRIBUTARY_EGRESS_ALLOW. It is shown in previews, so keep secrets out of it.',
      }),
    secret: z.string().trim().min(SECRET_MIN, `The signing secret has at least ${SECRET_MIN} characters.`).max(500).meta({
      title: 'Signing secret',
      secret: true,
      description: 'Random text that the receiver knows too: each request is signed with it. Make one with: openssl rand -hex 32',
    }),
    header_name: z
      .string()
      .trim()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'A header’s name is letters, digits and hyphens.')
      .refine(name => !OURS.test(name), 'This header is sent already.')
      .optional()
      .meta({ title: 'Extra header: name', advanced: true, description: 'Such as Authorization, where the receiver asks for more.' }),
    header_value: z
      .string()
      .trim()
      .regex(/^[\x20-\x7e]{1,4000}$/, 'A header’s value is one line of plain characters.')
      .optional()
      .meta({ title: 'Extra header: value', secret: true, advanced: true }),
  })
  .refine(({ header_name, header_value }) => (header_name === undefined) === (header_value === undefined), {
    message: 'An extra header has a name and a value, or neither.',
    path: ['header_value'],
  })
export type Connection = z.output<typeof connection>
