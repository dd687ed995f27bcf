/** Sentences for every code of this folder: what happened, why, and what to do. */
import type { Reason } from '../../../runtime/dialect.ts'
import { unusableReasons } from '../../../runtime/normalise/reasons.ts'

export const reasons: Readonly<Record<string, Reason>> = {
  ...unusableReasons,
  'webhook.too_old': { title: 'Event is older than 62 days', why: 'Further back, sending it twice could not be noticed.' },
  'webhook.future': {
    title: 'Event is in the future',
    why: 'Check the time zone of the event time column. Up to five minutes ahead is sent as “now”.',
  },
  'webhook.event_time': { title: 'Event time is not a time', why: 'It needs a date and time, or seconds since 1970.' },
  'webhook.event_name': { title: 'Event has no name', why: 'Map Event.' },
  'webhook.event_id': {
    title: 'Event has no ID',
    why: 'The receiver drops copies by it. Map Event ID, or give the model a key.',
  },
  'webhook.action_source': { title: '{field} is not a known place', why: 'Use website, physical_store, or another of the listed places.' },
  'webhook.refused': {
    title: 'The receiver refused the events',
    why: 'The event at fault is searched for: a refused request is sent again in halves, until the bad ones stand alone.',
  },
  'webhook.token': {
    title: 'The receiver does not accept the signature or the extra header',
    why: 'Compare the signing secret on both sides, and the receiver’s clock.',
  },
  'webhook.permission': { title: 'The receiver does not let us in', why: 'It knows who sends and forbids it. Look at its rules.' },
  'webhook.quota': { title: 'The receiver asks to be paid', why: 'Its plan seems to be used up.' },
  'webhook.address': {
    title: 'Nothing takes events at this address',
    why: 'Compare the connection’s address with the receiver’s: it must take JSON by POST.',
  },
  'webhook.redirect': {
    title: 'The address answered with a redirect',
    why: 'It is never followed, since the events would travel along. Use the address that it leads to.',
  },
  'webhook.page': {
    title: 'The address answered with a web page',
    why: 'Perhaps a login, or a proxy in between. Whether the events were taken is not known.',
  },
  'webhook.rate': { title: 'The receiver asked to slow down', why: 'It goes on by itself, as soon as it may.' },
  'webhook.busy': { title: 'The receiver was not taking events', why: 'It is tried again by itself.' },
  'webhook.gateway': { title: 'The receiver was not ready', why: 'It is tried again by itself.' },
  'webhook.server_error': {
    title: 'The receiver failed while answering',
    why: 'Whether it took the events is not known. They are sent again with the same IDs, by which it drops copies.',
  },
  'webhook.too_large': { title: 'The request was too large for the receiver', why: 'It is sent again in halves.' },
  'webhook.unproven': { title: 'The receiver did not take the test request', why: 'It holds no events, and "test": true.' },
}
