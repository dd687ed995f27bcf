/** What is amiss with flows and the server: each code by what a store holds, and what does not end it. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Outlook, PathReport } from '../../runtime/report.ts'
import { emptyTally } from '../../runtime/report.ts'
import { storedOf } from '../../runtime/stored.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, publishFlow, saveFlow, setPaused } from '../store/flows.ts'
import { putHold } from '../store/holds.ts'
import { ledger, openRequests, release } from '../store/ledger.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, createRun, finishRun } from '../store/runs.ts'
import { flowsAmiss } from './of-flows.ts'
import { serverAmiss } from './of-server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
let store: Store
let time: number
beforeEach(() => {
  time = Date.parse('2026-11-25T09:00:00Z')
  store = openStore(dataFolder(), { now: () => time })
  return () => store.close()
})

const path = (more: Partial<PathReport>): PathReport => ({
  path: 'a > b',
  destination: 'b',
  state: 'succeeded',
  tally: { ...emptyTally(), read: 100, delivered: 100 },
  reasons: [],
  requests: 1,
  resent: 0,
  possibleDoubles: 0,
  nodes: [],
  ...more,
})

describe('read from a flow', () => {
  let flow: string
  beforeEach(() => {
    const schedule = { cron: '0 * * * *', timezone: 'UTC', missed: 'last' as const }
    flow = createFlow(store, { tributary: 1, name: 'Shop', nodes: [], edges: [], schedule }).id
    publishFlow(store, flow)
  })
  const ran = (paths: PathReport[], state: 'succeeded' | 'partial' | 'failed' | 'stopped' | 'interrupted' = 'succeeded', options = {}) => {
    const { run } = createRun(store, { flow, trigger: 'schedule', options })
    claimRun(store)
    finishRun(store, run.id, state, paths)
  }
  const codes = () => flowsAmiss(store).map(({ code }) => code)
  const reason = (code: string, message: string, outcome: 'warning' | 'rejected' = 'warning') => ({
    outcome,
    code,
    node: 'b',
    field: null,
    rows: 30,
    message,
    samples: [],
  })

  it.each([
    ['nothing when all is well', path({}), []],
    [
      'a failure by its own code',
      path({ state: 'failed', error: { code: 'meta.token', message: 'The token expired', why: 'Renew it.' } }),
      ['meta.token'],
    ],
    ['many rejections', path({ tally: { ...emptyTally(), read: 100, delivered: 70, rejected: 30 } }), ['rejected_share']],
    [
      'not a failure that only time mends',
      path({ state: 'failed', error: { code: 'source.lost', message: 'Cut', why: '', needs: 'time' } }),
      [],
    ],
    ['not the rejections of a handful', path({ tally: { ...emptyTally(), read: 20, delivered: 1, rejected: 19 } }), []],
    ['not a few rejections', path({ tally: { ...emptyTally(), read: 1000, delivered: 970, rejected: 30 } }), []],
    ['a column that stopped being filled', path({ reasons: [reason('coverage_fell', 'Email fell from 90 % to 20 %')] }), ['coverage_fell']],
    ['an unusual volume', path({ reasons: [reason('volume_unusual', 'Ten times as many rows as usual')] }), ['volume_unusual']],
    ['fewer rows than the source says', path({ reasons: [reason('short_count', '40 of 100 rows came')] }), ['short_count']],
    ['no other remark', path({ reasons: [reason('another', 'Field left out')] }), []],
    ['a version that ends', path({ reasons: [reason('x', 'Version v21.0 of the API ends on 21 January 2027.')] }), ['version_ends']],
  ])('%s', (_, report, expected) => {
    ran([report], report.error ? 'failed' : 'partial')
    expect(codes()).toEqual(expected)
  })

  it('a destination that rests until a person comes, at once; one that goes on by itself, after an hour', () => {
    const hold = { flow, node: 'b', message: 'Slow down', why: 'It asks for it.', run: 'r', waiting: 9, expiring: 0, firstExpiry: null }
    putHold(store, { ...hold, code: 'rate', resumeAt: time + MINUTE })
    expect(codes()).toEqual([])
    time += 2 * HOUR
    expect(flowsAmiss(store)).toMatchObject([{ code: 'rate', title: 'Shop: Slow down', why: 'It asks for it. 9 events wait.' }])
    putHold(store, { ...hold, code: 'token', resumeAt: null, expiring: 312, firstExpiry: time + 6 * HOUR })
    expect(flowsAmiss(store).map(({ title }) => title)).toEqual(['Shop: Slow down', 'Shop: 312 events expire, the first in 6 h'])
  })

  it('only runs over all rows that ended by themselves', () => {
    ran([path({ state: 'stopped', error: { code: 'x', message: 'm', why: '' } })], 'stopped')
    ran([path({ state: 'failed', error: { code: 'x', message: 'm', why: '' } })], 'failed', { limit: 5 })
    expect(codes()).toEqual([])
  })

  it('silence, when it has not run for four of its gaps, and when nothing came for long', () => {
    ran([path({})])
    time += 4 * HOUR
    expect(codes()).toEqual([])
    time += 2 * HOUR
    expect(codes()).toEqual(['silence'])
    for (let hour = 0; hour < 6; hour++) {
      ran([path({})])
      time += HOUR
    }
    expect(codes()).toEqual([])
    for (let hour = 0; hour < 30; hour++) {
      ran([path({ tally: emptyTally() })])
      time += HOUR
    }
    expect(flowsAmiss(store)).toMatchObject([{ code: 'silence', title: expect.stringContaining('no event was accepted since 2026-11-25') }])
  })

  const token = { code: 'meta.token', message: 'The token expired', why: 'Renew it.' }
  it('what a run said until one says otherwise, not until one could not say anything', () => {
    const bad = path({ state: 'partial', tally: { ...emptyTally(), read: 100, delivered: 70, rejected: 30 } })
    const thin = path({ state: 'partial', reasons: [reason('coverage_fell', 'Email fell from 90 % to 20 %')] })
    ran([bad], 'partial')
    ran([thin], 'partial')
    ran([bad], 'partial')
    ran([path({ tally: emptyTally() })])
    expect(codes()).toEqual(['rejected_share'])
    ran([{ ...thin, tally: { ...emptyTally(), read: 9, duplicate: 9 } }], 'partial')
    expect(codes()).toEqual(['rejected_share', 'coverage_fell'])
    const unreachable = path({
      state: 'failed',
      tally: emptyTally(),
      error: { code: 'source.unreachable', message: 'Nobody there', why: '' },
    })
    ran([unreachable], 'failed')
    expect(codes()).toEqual(['source.unreachable', 'rejected_share', 'coverage_fell'])
    ran([{ ...unreachable, path: '', error: { code: 'run.broken', message: 'Broken', why: '' } }], 'failed')
    expect(codes()).toEqual(['run.broken', 'rejected_share', 'coverage_fell'])
    ran([path({})])
    expect(codes()).toEqual([])
  })

  it('a failure as over only when a run did better than to be cut short', () => {
    ran([path({ state: 'failed', error: token })], 'failed')
    ran([path({ state: 'interrupted' })], 'interrupted')
    expect(codes()).toEqual(['meta.token'])
    ran([path({})])
    expect(codes()).toEqual([])
  })

  it('runs that end the server each time', () => {
    for (let i = 0; i < 3; i++) {
      expect(codes()).toEqual([])
      ran([path({ state: 'interrupted' })], 'interrupted')
    }
    expect(codes()).toEqual(['run.interrupted'])
    const again = createRun(store, { flow, trigger: 'schedule' })
    claimRun(store)
    expect(codes()).toEqual(['run.interrupted'])
    finishRun(store, again.run.id, 'succeeded', [path({})])
    expect(codes()).toEqual([])
  })

  describe('of what is in doubt', () => {
    const key = (i: number) => i.toString(16).padStart(32, '0')
    const request = (run: string, { events = 60, safe = false, expires = time + 48 * HOUR } = {}) => {
      const keys = Array.from({ length: events }, (_, i) => key(i))
      const body = storedOf(keys.map(id => JSON.stringify({ id })))
      return ledger(store, `${flow}\nm\nmeta\n1`, run).begin({ keys, body, resendSafe: safe, expires })
    }
    const about = () => flowsAmiss(store).filter(({ code }) => code === 'outcome_unknown' || code === 'expiring')

    it('what waits for a person, until somebody decides', () => {
      request('r')
      expect(about()).toMatchObject([
        { code: 'outcome_unknown', title: 'Shop: the outcome of 60 events is unknown', why: expect.stringContaining('Decide') },
      ])
      ran([path({})])
      expect(about()).toHaveLength(1)
      release(store, openRequests(store, flow)[0]!, () => {})
      expect(about()).toEqual([])
    })
    it('what the next run settles only when none came for an hour', () => {
      request('r', { safe: true })
      expect(about()).toEqual([])
      time += 2 * HOUR
      expect(about()).toMatchObject([{ code: 'outcome_unknown', why: expect.stringContaining('next run') }])
    })
    it('nothing of what is under way', () => {
      const { run } = createRun(store, { flow, trigger: 'schedule' })
      claimRun(store)
      request(run.id)
      expect(about()).toEqual([])
      finishRun(store, run.id, 'failed', [])
      expect(about()).toHaveLength(1)
    })
    it('what leaves the platform’s window within six hours', () => {
      request('r', { events: 312, expires: time + 7 * HOUR })
      expect(about().map(({ code }) => code)).toEqual(['outcome_unknown'])
      time += HOUR + MINUTE
      expect(about()).toMatchObject([{ code: 'outcome_unknown' }, { code: 'expiring', title: 'Shop: up to 312 events expire in 6 h' }])
      time += 6 * HOUR
      expect(about().map(({ code }) => code)).toEqual(['outcome_unknown'])
    })
  })

  it('of a paused flow what was counted, and keeps what it said while nobody knows', () => {
    const outlook: Outlook = { waiting: 400, soon: 312, first: new Date(time + 5.5 * HOUR).toISOString() }
    const told = (known: Outlook | 'unknown' | undefined) => flowsAmiss(store, () => known)
    expect(told(outlook)).toEqual([])
    setPaused(store, flow, true)
    expect(told(outlook)).toMatchObject([{ code: 'expiring', title: 'Shop: 312 events expire, the first in 6 h' }])
    expect(told({ ...outlook, soon: 0 })).toEqual([])
    expect(told(undefined)).toEqual([])
    expect(told('unknown')).toMatchObject([{ code: 'expiring', unseen: true }])
  })

  describe('silence', () => {
    it('of a flow that never ran since it was published', () => {
      time += 4 * HOUR
      expect(codes()).toEqual([])
      time += 2 * HOUR
      expect(codes()).toEqual(['silence'])
    })
    it('not of one that somebody just published anew, or let go on', () => {
      ran([path({})])
      setPaused(store, flow, true)
      time += 240 * HOUR
      expect(codes()).toEqual([])
      setPaused(store, flow, false)
      expect(codes()).toEqual([])
      time += 240 * HOUR
      const schedule = { cron: '*/15 * * * *', timezone: 'UTC', missed: 'last' as const }
      saveFlow(store, flow, 1, { tributary: 1, name: 'Shop', nodes: [], edges: [], schedule })
      publishFlow(store, flow)
      expect(codes()).toEqual([])
    })
    it('not while the run goes on that makes up for it, but when it does for a day', () => {
      ran([path({})])
      time += 30 * HOUR
      expect(codes()).toEqual(['silence'])
      createRun(store, { flow, trigger: 'catch_up' })
      claimRun(store)
      expect(codes()).toEqual([])
      time += 26 * HOUR
      expect(flowsAmiss(store)).toMatchObject([{ code: 'silence', title: expect.stringContaining('has been at the same run since') }])
    })
  })
})

it('the server says of its disk and its backups', () => {
  const state = { store, trouble: undefined, backup: { newest: time, failed: undefined, ahead: false }, free: 5e9 }
  expect(serverAmiss(state)).toEqual([])
  expect(serverAmiss({ ...state, free: 1e8 }).map(({ code }) => code)).toEqual(['disk_low'])
  expect(serverAmiss({ ...state, backup: { ...state.backup, failed: 'No room.' } })).toMatchObject([
    { code: 'backup_failed', why: 'No room.' },
  ])
  expect(serverAmiss({ ...state, backup: { ...state.backup, newest: time - 3 * 86_400_000 } })).toMatchObject([{ code: 'backup_failed' }])
})

it('the server keeps what it said of its backups until it has tried again', () => {
  const state = { store, trouble: undefined, free: 5e9 }
  expect(serverAmiss({ ...state, backup: { newest: time - 30 * HOUR, failed: undefined, ahead: true } })).toMatchObject([
    { code: 'backup_failed', unseen: true },
  ])
})
it('the server says what keeps its database from being written, and not the disk beside it', () => {
  const trouble = { code: 'store.full' as const, title: 'The disk is full', why: 'Make room.' }
  const state = { store, trouble, backup: { newest: time, failed: undefined, ahead: false }, free: 0 }
  expect(serverAmiss(state)).toMatchObject([{ scope: 'server', code: 'store.full', title: 'The disk is full' }])
})
