/** Pinterest's language: what its events are made of, what it refuses, and what its answers mean. */
import type { Dialect } from '../../../runtime/dialect.ts'
import type { Connection } from './connection.ts'
import { derive } from './derive.ts'
import { events, remark } from './events.ts'
import { targets } from './fields.ts'
import { asks, group, identity, judge, lacks, restrictions, window } from './judge.ts'
import { adAccounts } from './lists.ts'
import { read, trace } from './read.ts'
import { reasons } from './reasons.ts'
import { probe, proven } from './verify.ts'
import { call, encode } from './wire.ts'

export const dialect: Dialect<Connection> = {
  targets,
  events,
  needs: () => [],
  identity,
  window,
  remark,
  asks,
  limits: { bytes: 2_000_000, inFlight: 1 },
  derive,
  judge,
  group,
  lacks,
  restrictions,
  encode,
  call,
  read,
  trace,
  account: ({ ad_account }) => ad_account,
  verify: { call: probe, read: proven },
  lists: adAccounts,
  test: {
    title: 'Pinterest test mode',
    says: 'Pinterest checks the events and answers as always, but records nothing. To see them under Test events, open that page first.',
    maxEvents: 20,
  },
  reasons,
}
