/** Bodies of alerts: what is amiss, and where it is told. */
import * as z from 'zod'

export const Incident = z.object({
  id: z.number(),
  scope: z.string().meta({ description: '`server`, `flow:` and the flow’s id, or `connection:` and its name' }),
  code: z.string(),
  title: z.string(),
  why: z.string(),
  flow: z.string().nullable(),
  opened: z.string(),
  closed: z.string().nullable(),
})
const kind = z.enum(['email', 'address']).meta({ description: 'address: a webhook, posted JSON' })
export const Channel = z.object({
  id: z.string(),
  kind,
  name: z.string(),
  place: z.string().meta({ description: 'Where it goes, without anything secret' }),
  fixed: z.boolean().meta({ description: 'Named by the operator in the environment' }),
  failed: z.string().nullable().meta({ description: 'Why the latest alert was not taken' }),
})
export const Alerts = z.object({
  open: z.array(Incident),
  past: z.array(Incident).meta({ description: 'Over, newest first; the latest 50' }),
  channels: z.array(Channel),
})
const setting = z.string().max(2_000)
export const SaveChannel = z.strictObject({
  kind,
  name: z.string().trim().min(1).max(64),
  settings: z.strictObject({ url: setting.optional(), smtp: setting.optional(), to: setting.optional(), from: setting.optional() }).meta({
    description: 'address: `url`. email: `smtp` (smtps://user:password@host:465), `to`, `from`. One left out keeps its stored value',
  }),
})
export const ChannelTest = z.object({ ok: z.boolean(), message: z.string() })
