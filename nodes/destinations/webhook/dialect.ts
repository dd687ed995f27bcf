/** A webhook's language: the vocabulary itself, one rule for all receivers, and answers told by their status. */
import { hash } from 'node:crypto'
import { eventNames } from '../../../runtime/concepts.ts'
import { Left } from '../../../runtime/contract.ts'
import type { Dialect, Sealed } from '../../../runtime/dialect.ts'
import type { Connection } from './connection.ts'
import { targets } from './fields.ts'
import { read, trace } from './read.ts'
import { reasons } from './reasons.ts'
import { probe, proven } from './verify.ts'
import { call, encode, sign } from './wire.ts'

/** What was sent is remembered for 70 days at least: an older event could be sent twice and nobody would notice. */
const OLDEST_S = 62 * 24 * 3600
const FUTURE_S = 300
const ALL = { id: 'all', events: 100, resendSafe: true }

const TOO_OLD = new Left('expired', 'webhook.too_old', 'event_time')
const FUTURE = new Left('invalid', 'webhook.future', 'event_time')
const NO_TIME = new Left('invalid', 'webhook.event_time', 'event_time')
const NO_NAME = new Left('invalid', 'webhook.event_name', 'event_name')
const NO_ID = new Left('invalid', 'webhook.event_id', 'event_id')

/** Why this event may not go, or nothing. */
function judge({ values, name, time }: Sealed, now: number): Left | undefined {
  const age = now / 1000 - time
  if (!Number.isInteger(time)) return NO_TIME
  if (age > OLDEST_S) return TOO_OLD
  if (age < -FUTURE_S) return FUTURE
  if (name === '') return NO_NAME
  return typeof values.event_id === 'string' && values.event_id !== '' ? undefined : NO_ID
}

export const dialect: Dialect<Connection> = {
  targets,
  events: Object.fromEntries(eventNames.map(name => [name, name])),
  needs: () => [],
  identity: [],
  window: () => ({ maxAgeS: OLDEST_S, maxFutureS: FUTURE_S }),
  limits: { bytes: 1_000_000, inFlight: 1 },
  judge,
  group: () => ALL,
  encode,
  call,
  sign,
  read,
  trace,
  byStatus: true,
  // Digested, since an address may hold what only its receiver should know.
  account: ({ url }) => hash('sha256', url, 'hex'),
  verify: { call: probe, read: proven },
  test: {
    title: 'Webhook test',
    says: 'The receiver gets the event with "test": true beside it. What it does with it is its own decision.',
    maxEvents: 10,
  },
  reasons,
}
