/** Meta's language: what its events are made of, what it refuses, and what its answers mean. */
import type { Dialect } from '../../../runtime/dialect.ts'
import type { Connection } from './connection.ts'
import { derive } from './derive.ts'
import { events, remark } from './events.ts'
import { targets } from './fields.ts'
import { identity } from './identity.ts'
import { asks, judge, lacks, needs, restrictions, window } from './judge.ts'
import { datasets } from './lists.ts'
import { read, trace } from './read.ts'
import { reasons } from './reasons.ts'
import { askEnd, readEnd } from './token.ts'
import { probe, proven } from './verify.ts'
import { call, encode } from './wire.ts'

const ALL = { id: 'all', events: 1000, resendSafe: true }

export const dialect: Dialect<Connection> = {
  targets,
  events,
  needs,
  asks,
  identity,
  window,
  remark,
  limits: { bytes: 1_000_000, inFlight: 1 },
  derive,
  judge,
  group: () => ALL,
  lacks,
  restrictions,
  encode,
  call,
  read,
  trace,
  account: ({ dataset }) => dataset,
  verify: { call: probe, read: proven },
  tokenEnd: { call: askEnd, read: readEnd },
  lists: datasets,
  test: {
    title: 'Meta test event',
    says: 'The events show up in Events Manager, under Test events. Meta does not drop them: they count for measurement and targeting like real ones.',
    code: {
      title: 'Test event code',
      help: 'Events Manager → your dataset → Test events, such as TEST12345. Asked for each time, never saved.',
    },
    maxEvents: 10,
  },
  reasons,
}
