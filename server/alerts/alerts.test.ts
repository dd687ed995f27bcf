import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bodyText } from '../../runtime/body.ts'
import type { PathReport } from '../../runtime/report.ts'
import { emptyTally } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { type StoredChannel, saveChannel } from '../store/channels.ts'
import { createFlow, publishFlow } from '../store/flows.ts'
import { putHold } from '../store/holds.ts'
import { type Amiss, openIncidents, pastIncidents } from '../store/incidents.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, createRun, finishRun } from '../store/runs.ts'
import { alertsOf } from './alerts.ts'
import { flowsAmiss } from './of-flows.ts'
import { serverAmiss } from './of-server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
let folder: string
let store: Store
let time: number
/** What arrived, as "channel event code". */
let heard: string[]
/** The address answers this. */
let status: number
let amiss: Amiss[]

const one: Amiss = { scope: 'server', code: 'disk_low', title: 'The disk has 10 MiB left', why: 'Make room.' }
const hook = (id: string): StoredChannel => ({ id, kind: 'address', name: id, settings: { url: `https://hooks.test/${id}` } })

function open() {
  store = openStore(folder, { now: () => time })
  return alertsOf({
    store,
    fixed: [],
    look: () => amiss,
    link: flow => `https://here.test${flow ? `/flows/${flow}/runs` : ''}`,
    post: {
      allowed: [],
      send: async call => {
        const { event, incident } = JSON.parse(bodyText(call.body))
        if (status < 300) heard.push(`${call.url.split('/').at(-1)} ${event} ${incident.code}`)
        return { answer: { status, headers: {}, body: '' } }
      },
    },
  })
}
beforeEach(() => {
  folder = dataFolder()
  time = Date.parse('2026-11-25T09:00:00Z')
  heard = []
  status = 200
  amiss = []
})
afterEach(() => store.close())

describe('what is amiss is told', () => {
  it('once to every channel when it begins, and once when it is over', async () => {
    const alerts = open()
    for (const id of ['a', 'b']) saveChannel(store, hook(id))
    await alerts.beat()
    amiss = [one]
    for (let i = 0; i < 3; i++) await alerts.beat()
    expect(heard).toEqual(['a opened disk_low', 'b opened disk_low'])
    time += 2 * HOUR
    amiss = []
    for (let i = 0; i < 3; i++) await alerts.beat()
    expect(heard.slice(2)).toEqual(['a recovered disk_low', 'b recovered disk_low'])
    expect(openIncidents(store)).toEqual([])
    expect(pastIncidents(store)).toMatchObject([{ code: 'disk_low', opened: Date.parse('2026-11-25T09:00:00Z'), closed: time }])
  })

  it('not again after a restart, and what was over meanwhile is told then', async () => {
    let alerts = open()
    saveChannel(store, hook('a'))
    amiss = [one]
    await alerts.beat()
    store.close()
    alerts = open()
    await alerts.beat()
    expect(heard).toEqual(['a opened disk_low'])
    store.close()
    amiss = []
    alerts = open()
    await alerts.beat()
    expect(heard).toEqual(['a opened disk_low', 'a recovered disk_low'])
  })

  it('later, when a channel does not take it now, also over a restart; and not for ever', async () => {
    let alerts = open()
    saveChannel(store, hook('a'))
    amiss = [one]
    status = 503
    await alerts.beat()
    store.close()
    status = 200
    alerts = open()
    await alerts.beat()
    expect(heard).toEqual([])
    time += MINUTE
    await alerts.beat()
    await alerts.beat()
    expect(heard).toEqual(['a opened disk_low'])
    status = 503
    amiss = []
    await alerts.beat()
    for (let hour = 0; hour < 50; hour++) {
      time += HOUR
      await alerts.beat()
    }
    status = 200
    time += HOUR
    await alerts.beat()
    expect(heard).toHaveLength(1)
  })

  it('not again and again when it comes and goes', async () => {
    const alerts = open()
    saveChannel(store, hook('a'))
    for (let i = 0; i < 6; i++) {
      amiss = i % 2 ? [] : [one]
      await alerts.beat()
      time += 5 * MINUTE
    }
    expect(heard).toEqual(['a opened disk_low', 'a recovered disk_low'])
  })

  it('again when what came back stays, for its end was told', async () => {
    const alerts = open()
    saveChannel(store, hook('a'))
    const beats = async (seen: Amiss[], minutes: number) => {
      amiss = seen
      for (let i = 0; i < minutes / 5; i++) {
        await alerts.beat()
        time += 5 * MINUTE
      }
    }
    await beats([one], 20)
    await beats([], 20)
    await beats([one], 50)
    expect(heard).toEqual(['a opened disk_low', 'a recovered disk_low'])
    await beats([one], 20)
    expect(heard.slice(2)).toEqual(['a opened disk_low'])
    await beats([], 5)
    expect(heard.slice(3)).toEqual(['a recovered disk_low'])
  })

  it('a few times a day, not hundreds, when it comes and goes all day', async () => {
    const alerts = open()
    saveChannel(store, hook('a'))
    for (let i = 0; i < 288; i++) {
      amiss = i % 2 ? [] : [one]
      await alerts.beat()
      time += 5 * MINUTE
    }
    const opened = heard.filter(line => line.includes('opened')).length
    expect(opened).toBeGreaterThanOrEqual(4)
    expect(opened).toBeLessThanOrEqual(5)
    expect(heard.length).toBe(opened * 2)
  })

  it('nothing new of what nobody can see now', async () => {
    const alerts = open()
    saveChannel(store, hook('a'))
    amiss = [{ ...one, unseen: true }]
    await alerts.beat()
    expect(openIncidents(store)).toEqual([])
    amiss = [one]
    await alerts.beat()
    amiss = [{ ...one, title: '', why: '', unseen: true }]
    await alerts.beat()
    expect(openIncidents(store)).toMatchObject([{ title: one.title, why: one.why }])
    expect(heard).toEqual(['a opened disk_low'])
  })

  it('from memory when the disk itself is the trouble', async () => {
    const alerts = open()
    saveChannel(store, hook('a'))
    store.sql.pragma('query_only = on')
    amiss = [{ scope: 'server', code: 'store.full', title: 'The disk is full', why: 'Make room.' }]
    await alerts.beat()
    await alerts.beat()
    store.sql.pragma('query_only = off')
    amiss = []
    await alerts.beat()
    await alerts.beat()
    expect(heard).toEqual(['a opened store.full', 'a recovered store.full'])
  })
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
    open()
    const schedule = { cron: '0 * * * *', timezone: 'UTC', missed: 'last' as const }
    flow = createFlow(store, { tributary: 1, name: 'Shop', nodes: [], edges: [], schedule }).id
    publishFlow(store, flow)
  })
  const ran = (paths: PathReport[], state: 'succeeded' | 'partial' | 'failed' | 'stopped' = 'succeeded', options = {}) => {
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
    ['unknown outcomes', path({ tally: { ...emptyTally(), read: 60, uncertain: 60 } }), ['outcome_unknown']],
    ['many rejections', path({ tally: { ...emptyTally(), read: 100, delivered: 70, rejected: 30 } }), ['rejected_share']],
    ['not a few rejections', path({ tally: { ...emptyTally(), read: 1000, delivered: 970, rejected: 30 } }), []],
    ['a column that stopped being filled', path({ reasons: [reason('coverage_fell', 'Email fell from 90 % to 20 %')] }), ['coverage_fell']],
    ['an unusual volume', path({ reasons: [reason('volume_unusual', 'Ten times as many rows as usual')] }), ['volume_unusual']],
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
})

it('the server says of its disk and its backups', () => {
  open()
  const state = { store, trouble: undefined, backup: { newest: time, failed: undefined }, free: 5e9 }
  expect(serverAmiss(state)).toEqual([])
  expect(serverAmiss({ ...state, free: 1e8 }).map(({ code }) => code)).toEqual(['disk_low'])
  expect(serverAmiss({ ...state, backup: { newest: time, failed: 'No room.' } })).toMatchObject([
    { code: 'backup_failed', why: 'No room.' },
  ])
  expect(serverAmiss({ ...state, backup: { newest: time - 3 * 86_400_000, failed: undefined } })).toMatchObject([{ code: 'backup_failed' }])
})
