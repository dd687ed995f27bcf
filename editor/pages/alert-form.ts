/** The form of an alert channel: its fields, what is lacking, and the id of a new one. */
import { say } from '../words/words.ts'

export type Kind = 'email' | 'address'
export const KIND_WORDS: Readonly<Record<Kind, string>> = { email: say('Email'), address: say('Webhook') }

export interface AlertField {
  key: 'url' | 'smtp' | 'to' | 'from'
  title: string
  help: string
  optional?: true
}
export const FIELDS: Readonly<Record<Kind, readonly AlertField[]>> = {
  email: [
    { key: 'to', title: say('To'), help: say('One address, or several with commas between.') },
    {
      key: 'smtp',
      title: say('Mail server'),
      help: say(
        'For example smtps://user:password@mail.example.com:465. Your mail provider calls it SMTP. A special character in user or password is written as a percent code: @ is %40.',
      ),
    },
    { key: 'from', title: say('From'), help: say('Left empty, the user of the mail server, else the first recipient.'), optional: true },
  ],
  address: [
    {
      key: 'url',
      title: say('Address'),
      help: say('Posted as JSON. In Slack: the address of an “incoming webhook”, which begins with https://hooks.slack.com/.'),
    },
  ],
}

export type Typed = Readonly<Partial<Record<AlertField['key'], string>>>

/** Fields that have to be filled in. What is stored stays when nothing is typed. */
export const lacking = (kind: Kind, typed: Typed, stored: boolean): AlertField['key'][] =>
  stored ? [] : FIELDS[kind].filter(({ key, optional }) => !optional && !typed[key]?.trim()).map(({ key }) => key)

/** Only this kind's fields, without the empty ones. */
export const settingsOf = (kind: Kind, typed: Typed): Record<string, string> =>
  Object.fromEntries(FIELDS[kind].flatMap(({ key }) => (typed[key]?.trim() ? [[key, typed[key].trim()]] : [])))

/** An id that nobody has, from the name: "Team & boss" is "team-boss", the second one "team-boss-2". */
export function freeId(name: string, taken: readonly string[]): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 56) || 'channel'
  const numbers = Array.from({ length: taken.length + 2 }, (_, i) => (i === 0 ? base : `${base}-${i + 1}`))
  return numbers.find(id => !taken.includes(id))!
}
