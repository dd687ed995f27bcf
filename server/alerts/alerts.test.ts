import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bodyText } from '../../runtime/body.ts'
import { startChild } from '../../test/stand-ins/child.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { type StoredChannel, saveChannel } from '../store/channels.ts'
import { type Amiss, openIncidents, pastIncidents } from '../store/incidents.ts'
import { openStore, type Store } from '../store/open.ts'
import { alertsOf } from './alerts.ts'

const ALERTER = new URL('../../test/stand-ins/alerter.ts', import.meta.url).pathname
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
const address = (id: string): StoredChannel => ({ id, kind: 'address', name: id, settings: { url: `https://hooks.test/${id}` } })

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
    for (const id of ['a', 'b']) saveChannel(store, address(id))
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
    saveChannel(store, address('a'))
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
    saveChannel(store, address('a'))
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
    saveChannel(store, address('a'))
    for (let i = 0; i < 6; i++) {
      amiss = i % 2 ? [] : [one]
      await alerts.beat()
      time += 5 * MINUTE
    }
    expect(heard).toEqual(['a opened disk_low', 'a recovered disk_low'])
  })

  it('again when what came back stays, for its end was told', async () => {
    const alerts = open()
    saveChannel(store, address('a'))
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
    saveChannel(store, address('a'))
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
    saveChannel(store, address('a'))
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
    saveChannel(store, address('a'))
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

it('once more over a kill -9 between deciding and noting, and then no more', async () => {
  let told = () => {}
  const hook = createServer(() => told())
  await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve))
  open()
  saveChannel(store, { ...address('a'), settings: { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/a` } })
  store.close()
  const telling = new Promise<void>(resolve => (told = resolve))
  const child = await startChild(ALERTER, folder)
  await telling
  await child.kill()
  hook.closeAllConnections()
  hook.close()
  time = Date.now()
  const alerts = open()
  expect(openIncidents(store)).toMatchObject([{ code: 'disk_low' }])
  amiss = [one]
  for (let i = 0; i < 3; i++) await alerts.beat()
  expect(heard).toEqual(['a opened disk_low'])
})
