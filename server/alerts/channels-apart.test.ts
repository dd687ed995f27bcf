/** Several channels and incidents at once: none waits for another, and each hears things in their order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bodyText } from '../../runtime/body.ts'
import type { Sent } from '../../runtime/world.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { saveChannel } from '../store/channels.ts'
import type { Amiss } from '../store/incidents.ts'
import { openStore, type Store } from '../store/open.ts'
import { alertsOf } from './alerts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const TAKEN: Sent = { answer: { status: 200, headers: {}, body: '' } }
const FAILED: Sent = { answer: { status: 500, headers: {}, body: '' } }
const HANGS: Sent = { unanswered: { taken: 'unknown', code: 'timeout', message: 'No complete answer came in time.' } }
let store: Store
let time: number
/** All that was sent, taken or not, as "channel event code". */
let sent: string[]
let answer: (channel: string, line: string) => Sent | Promise<Sent>
let amiss: Amiss[]

const about = (code: string): Amiss => ({ scope: 'server', code, title: code, why: '' })
const open = () =>
  alertsOf({
    store,
    fixed: [],
    look: () => amiss,
    link: () => undefined,
    post: {
      allowed: [],
      send: async call => {
        const { event, incident } = JSON.parse(bodyText(call.body))
        const channel = call.url.split('/').at(-1)!
        const line = `${channel} ${event} ${incident.code}`
        sent.push(line)
        return await answer(channel, line)
      },
    },
  })

beforeEach(() => {
  store = openStore(dataFolder(), { now: () => time })
  time = Date.parse('2026-11-25T09:00:00Z')
  sent = []
  answer = () => TAKEN
  amiss = []
  for (const id of ['a', 'b']) saveChannel(store, { id, kind: 'address', name: id, settings: { url: `https://hooks.test/${id}` } })
})
afterEach(() => store.close())

describe('a channel', () => {
  it('that hangs keeps no other waiting', async () => {
    const alerts = open()
    let free: (sent: Sent) => void = () => {}
    answer = channel => (channel === 'a' ? new Promise<Sent>(resolve => (free = resolve)) : TAKEN)
    amiss = [about('one'), about('two')]
    const beat = alerts.beat()
    await new Promise(resolve => setImmediate(resolve))
    expect(sent).toEqual(['a opened one', 'b opened one', 'b opened two'])
    free(HANGS)
    await beat
    expect(sent).toHaveLength(3)
  })

  it('that takes nothing for days keeps no other from hearing what comes later', async () => {
    const alerts = open()
    answer = channel => (channel === 'a' ? FAILED : TAKEN)
    for (let i = 0; i < 60; i++) {
      amiss = [...amiss, about(`code_${i}`)]
      await alerts.beat()
      time += 20 * MINUTE
    }
    expect(sent.filter(line => line.startsWith('b'))).toHaveLength(60)
  })

  it('hears that something is over only after it heard that it began', async () => {
    const alerts = open()
    answer = () => FAILED
    amiss = [about('one')]
    for (let i = 0; i < 12; i++) {
      await alerts.beat()
      time += 10 * MINUTE
    }
    amiss = []
    answer = () => TAKEN
    sent = []
    for (let i = 0; i < 20; i++) {
      await alerts.beat()
      time += 10 * MINUTE
    }
    expect(sent.filter(line => line.startsWith('a'))).toEqual(['a opened one', 'a recovered one'])
  })

  it('that never heard of the beginning in two days hears nothing of the end', async () => {
    const alerts = open()
    answer = () => FAILED
    amiss = [about('one')]
    for (let i = 0; i < 60; i++) {
      await alerts.beat()
      time += HOUR
    }
    answer = () => TAKEN
    sent = []
    amiss = []
    await alerts.beat()
    expect(sent).toEqual([])
  })

  it('that may have taken it each time is not asked fifty times', async () => {
    const alerts = open()
    answer = channel => (channel === 'a' ? HANGS : FAILED)
    amiss = [about('one')]
    // Three days, each quarter of an hour: each minute, every one of which is written to the disk, was 90 seconds on a busy one.
    for (let i = 0; i < 3 * 24 * 4; i++) {
      await alerts.beat()
      time += 15 * MINUTE
    }
    expect(sent.filter(line => line.startsWith('a')).length).toBeLessThanOrEqual(8)
    expect(sent.filter(line => line.startsWith('b')).length).toBeGreaterThan(40)
  })

  it('that took it is not told again because the disk could not note it', async () => {
    const alerts = open()
    answer = () => {
      store.sql.pragma('query_only = on')
      return TAKEN
    }
    amiss = [about('one')]
    for (let i = 0; i < 4; i++) {
      await alerts.beat()
      time += MINUTE
    }
    expect(sent).toEqual(['a opened one', 'b opened one'])
    store.sql.pragma('query_only = off')
    answer = () => TAKEN
    amiss = []
    await alerts.beat()
    expect(sent.slice(2)).toEqual(['a recovered one', 'b recovered one'])
  })
})
