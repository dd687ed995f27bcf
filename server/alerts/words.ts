/** An alert as sentences, the same by email and by webhook. */
import type { AlertEvent, Incident } from '../store/incidents.ts'

/** What is told. `test` is what the button "Send a test" sends. */
export interface Told {
  event: AlertEvent | 'test'
  incident: Pick<Incident, 'id' | 'scope' | 'code' | 'title' | 'why' | 'flow' | 'opened' | 'closed'>
  /** The page to look at; absent when nobody said where this server is reached. */
  link?: string
}

const LEAD = { opened: 'Needs attention', recovered: 'Over', test: 'Test' } as const

export const subjectOf = ({ event, incident }: Told): string => oneLine(`${LEAD[event]}: ${incident.title}`).slice(0, 200)

export function textOf(told: Told): string {
  const { event, incident, link } = told
  const since = `Since ${minute(incident.opened)}${incident.closed === null ? '' : `, over at ${minute(incident.closed)}`}.`
  return [
    `${LEAD[event]}: ${sentence(incident.title)}`,
    ...(event === 'recovered' ? [] : [incident.why]),
    since,
    ...(link ? [link] : []),
  ].join('\n')
}

/** Slack shows `text` in notifications and `blocks` in the channel; everybody else has fields. */
export function payloadOf(told: Told): Record<string, unknown> {
  const { event, incident, link } = told
  const { title, why } = incident
  const body =
    event === 'recovered' ? `*${slack(`${LEAD[event]}: ${title}`)}*` : `*${slack(`${LEAD[event]}: ${title}`)}*\n${slack(short(why))}`
  return {
    text: textOf(told),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: link ? `${body}\n<${link}|Look at it>` : body } }],
    event,
    incident: {
      id: incident.id,
      scope: incident.scope,
      code: incident.code,
      title,
      why,
      flow: incident.flow,
      opened: new Date(incident.opened).toISOString(),
      closed: incident.closed === null ? null : new Date(incident.closed).toISOString(),
    },
    link: link ?? null,
  }
}

/** Ended as a sentence is; what a platform said may be one already. */
export const sentence = (text: string): string => (/[.!?…][”"»)]*$/.test(text) || text === '' ? text : `${text}.`)

const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
/** A flow's name may hold anything; a header line must not. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
/** A block of Slack holds 3,000 characters; one of ours may become five in it. */
const short = (text: string) => (text.length > 500 ? `${text.slice(0, 499).toWellFormed()}…` : text)
const slack = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
