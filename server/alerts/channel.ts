/** Channels: what their settings must look like, what a screen may see of them, and how one is told something. */
import { Misconfigured } from '../env.ts'
import type { Workplace } from '../runs/workplace.ts'
import type { ChannelKind, StoredChannel } from '../store/channels.ts'
import { type MailSettings, sendMail } from './mail.ts'
import { payloadOf, subjectOf, type Told, textOf } from './words.ts'

const ADDRESS = /^[^\s@,<>]+@[^\s@,<>]+$/

/** What is wrong with these settings, or `undefined`. Never says a value. */
export function flawOf(kind: ChannelKind, settings: Readonly<Record<string, string>>): string | undefined {
  if (kind === 'address') {
    const url = URL.canParse(settings.url ?? '') ? new URL(settings.url!) : undefined
    return url && /^https?:$/.test(url.protocol) ? undefined : 'The address must begin with https://.'
  }
  const smtp = URL.canParse(settings.smtp ?? '') ? new URL(settings.smtp!) : undefined
  if (!smtp || !/^smtps?:$/.test(smtp.protocol) || !smtp.hostname)
    return 'The mail server must look like smtps://user:password@mail.example.com:465.'
  const to = (settings.to ?? '').split(',').map(each => each.trim())
  if (!to.every(each => ADDRESS.test(each))) return 'The recipients must be email addresses, separated by commas.'
  if (settings.from && !ADDRESS.test(settings.from)) return 'The sender must be an email address.'
  return undefined
}

/** What people see: where it goes, nothing that lets anybody else send there. */
export function placeOfChannel({ kind, settings }: Pick<StoredChannel, 'kind' | 'settings'>): string {
  if (kind === 'email') return `${settings.to} by ${hostOf(settings.smtp)}`
  return hostOf(settings.url)
}
const hostOf = (address = '') => (URL.canParse(address) ? new URL(address).host : '')

export interface Post {
  send: Workplace['send']
  /** `host:port` pairs that the operator allows although they are private. */
  allowed: readonly string[]
}
/** Why a channel was not told. `perhaps`: it may have been, no answer came. `partly`: some of its people were. */
export interface Untold {
  how: 'not' | 'perhaps' | 'partly'
  why: string
}
/** Tells one channel; `undefined` when it was taken. Nothing is followed: a redirect is no taking. */
export async function tellChannel({ id, kind, settings }: StoredChannel, told: Told, { send, allowed }: Post): Promise<Untold | undefined> {
  // What the operator wrote into the environment may lie anywhere.
  const operators = id.startsWith('env:')
  if (kind === 'email')
    return await sendMail(
      settings as unknown as MailSettings,
      { subject: subjectOf(told), text: textOf(told) },
      pair => operators || allowed.includes(pair),
    )
  const url = settings.url!
  const sent = await send(
    { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(payloadOf(told)) },
    AbortSignal.timeout(30_000),
    url,
  )
  if (!('answer' in sent)) return { how: sent.unanswered.taken === 'no' ? 'not' : 'perhaps', why: sent.unanswered.message }
  return sent.answer.status < 300 ? undefined : { how: 'not', why: `The address answered ${sent.answer.status}.` }
}

/** Channels that the operator named in the environment: always there, and not to be changed on the screen. */
export function environmentChannels(env: {
  alertEmail?: string | undefined
  alertSmtp?: string | undefined
  alertWebhook?: string | undefined
}): StoredChannel[] {
  const channels: StoredChannel[] = []
  const add = (id: string, kind: ChannelKind, name: string, settings: Record<string, string>, variables: string) => {
    const flaw = flawOf(kind, settings)
    if (flaw) throw new Misconfigured(`${variables}: ${flaw}`)
    channels.push({ id, kind, name, settings })
  }
  const { alertEmail, alertSmtp, alertWebhook } = env
  if ((alertEmail === undefined) !== (alertSmtp === undefined))
    throw new Misconfigured(
      'TRIBUTARY_ALERT_EMAIL and TRIBUTARY_ALERT_SMTP belong together.',
      'For example TRIBUTARY_ALERT_SMTP=smtps://user:password@mail.example.com.',
    )
  if (alertEmail && alertSmtp)
    add('env:email', 'email', 'Email of the operator', { to: alertEmail, smtp: alertSmtp }, 'TRIBUTARY_ALERT_EMAIL, TRIBUTARY_ALERT_SMTP')
  if (alertWebhook) add('env:webhook', 'address', 'Webhook of the operator', { url: alertWebhook }, 'TRIBUTARY_ALERT_WEBHOOK')
  return channels
}
