/** Nothing grows without end: each bound is listed in `docs/bounds.md`, and a test goes beyond it. */
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectIn } from '../runtime/answers.ts'
import { Books } from '../runtime/books.ts'
import { bounds } from '../runtime/bounds.ts'
import type { Reading, Row, Session } from '../runtime/contract.ts'
import { held } from '../runtime/lookup/in-memory.ts'
import { nothingRecovered } from '../runtime/recover.ts'
import { repeats } from '../runtime/repeats.ts'
import { nextPage } from '../runtime/row-maker.ts'
import { shownEvents } from '../runtime/shown.ts'
import { Stream } from '../runtime/stream.ts'
import type { Way } from '../runtime/way.ts'
import { serverBounds } from '../server/bounds.ts'
import { deliveriesOf } from '../server/store/deliveries.ts'
import { createFlow, publishFlow } from '../server/store/flows.ts'
import { ledger } from '../server/store/ledger.ts'
import { openStore } from '../server/store/open.ts'
import { pruneRuns } from '../server/store/prune-runs.ts'
import { claimRun, createRun, finishRun } from '../server/store/runs.ts'
import { pruneSamples, sampler } from '../server/store/samples.ts'
import { wordsOf } from '../server/store/words.ts'
import { type Doors, openDoors } from './doors.ts'
import { dataFolder } from './stand-ins/data-folder.ts'

it.each(Object.entries({ ...bounds, ...serverBounds }))('%s is reached by the test that it names', (name, { reached }) => {
  expect(readFileSync(reached, 'utf8')).toMatch(new RegExp(`[bB]ounds\\.${name}\\.most`))
})

describe('a run', () => {
  it('asks for pages of so many rows', async () => {
    const asked: Reading[] = []
    const session = {
      read: (_: unknown, reading: Reading) => {
        asked.push(reading)
        return (async function* () {})()
      },
    }
    const dialect = { limits: { bytes: 1_000_000 }, reasons: {} }
    const way = {
      plan: {
        narrowed: [],
        sealer: { seal: () => undefined },
        steps: [],
        query: { key: ['id'] },
        resolved: { dialect, steps: [], model: { kind: { query: () => ({ from: { table: 't' } }) }, config: {} } },
      },
      world: { now: Date.now, stop: new AbortController().signal },
      books: new Books('a > b', 'b', ['a', 'm', 'b'], dialect as never),
    } as unknown as Way
    for await (const _ of new Stream(way, session as unknown as Session, {}).batches(nothingRecovered()))
      throw new Error('There are no rows')
    expect(asked.map(({ size }) => size)).toEqual([bounds.pageRows.most])
  })

  it('asks for fewer rows when they are wide, and for one at least', () => {
    const page = (characters: number) => nextPage([['x'.repeat(characters)], [null]], bounds.pageRows.most)
    expect(page(10)).toBe(bounds.pageRows.most)
    expect(page(100_000) * 50_000).toBeLessThanOrEqual(bounds.pageCharacters.most)
    expect(page(100_000)).toBeGreaterThan(100)
    expect(page(3 * bounds.pageCharacters.most)).toBe(1)
  })

  it('counts so many reasons apart, and every row of the others; names so many rows of each', () => {
    const books = new Books('a > b', 'b', [], { reasons: {} } as never)
    const kinds = bounds.reasons.most + 100
    for (let i = 0; i < kinds * 10; i++) books.enter('rejected', { code: `x.${i % kinds}`, node: 'b', key: `${i}` })
    const { reasons, tally } = books.report('running')
    expect(reasons.length).toBe(bounds.reasons.most + 1)
    expect(reasons.reduce((sum, { rows }) => sum + rows, 0)).toBe(tally.rejected)
    expect(Math.max(...reasons.map(({ samples }) => samples.length))).toBe(bounds.samples.most)
  })

  it('names a row by so much of its key, in the report and in the list', () => {
    const most = bounds.keyShown.most
    const books = new Books('a > b', 'b', [], { reasons: {} } as never)
    const keys = ['k'.repeat(most), 'k'.repeat(1_000_000)]
    for (const key of keys) books.enter('invalid', { code: 'too_large', node: 'b', key })
    const shown = [keys[0], `${'k'.repeat(most - 1)}…`]
    expect(books.report('running').reasons[0]!.samples).toEqual(shown)
    expect(books.listed().map(({ key }) => key)).toEqual(shown)
  })

  it('looks for repeated keys among so many rows where the source cannot count', async () => {
    const most = bounds.countedHere.most
    const looked = (rows: number) => {
      const session = {
        async *read(_: unknown, { size, limit = rows }: Reading) {
          const last = Math.min(limit, rows)
          for (let from = 0; from < last; from += size)
            yield Array.from({ length: Math.min(size, last - from) }, (_, i): Row => ({ id: from + i }))
        },
      }
      const query = { from: { table: 't' }, key: ['id'] }
      return repeats(session as unknown as Session, query, { now: 0, stop: new AbortController().signal })
    }
    expect(await looked(most * 2)).toMatchObject({ rows: most, keys: most, whole: false })
    expect(await looked(most)).toMatchObject({ rows: most, keys: most, whole: true })
  })

  it('holds so many rows of a second table', async () => {
    const has = [{ key: 'id', type: 'number', nullable: false }] as const
    const table = (rows: number) =>
      ({
        async *read(_: unknown, { size }: Reading) {
          for (let from = 0; from < rows; from += size)
            yield Array.from({ length: Math.min(size, rows - from) }, (_, i) => ({ id: from + i }))
        },
      }) as unknown as Session
    const lookup = { table: 't', on: [{ column: 'id', matches: 'id' }], columns: [] }
    const read = (rows: number) => held(table(rows), lookup, { has, table: has }, { now: 0, stop: new AbortController().signal })
    expect((await read(bounds.heldRows.most)).size).toBe(bounds.heldRows.most)
    await expect(read(bounds.heldRows.most + 1)).rejects.toThrow('more than 200,000 rows')
  })

  it('shows so many events of a sending, and so much of them', () => {
    const targets = [{ key: 'note', concept: 'note', personal: false }] as never
    expect(shownEvents(Array(100).fill('{"note":"a"}'), targets)).toHaveLength(bounds.shownEvents.most)
    const long = JSON.stringify({ note: 'x'.repeat(bounds.shownCharacters.most / 3) })
    expect(shownEvents(Array(100).fill(long), targets)).toHaveLength(2)
  })

  it('reads an answer of so many characters as JSON', () => {
    const answer = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`
    expect(objectIn(answer(bounds.answerCharacters.most))).toBeDefined()
    expect(objectIn(answer(bounds.answerCharacters.most + 1))).toBeUndefined()
  })
})

describe('the store', () => {
  it('keeps so many outcomes in memory, and sorts them in with the writes that follow', () => {
    const store = openStore(dataFolder())
    const book = ledger(store, 'stream', 'run')
    const settle = (from: number, count: number) => {
      const keys = Array.from({ length: count }, (_, i) => hash('sha256', String(from + i)).slice(0, 32))
      book.settle(
        book.begin({ keys, body: 'x', resendSafe: true, expires: 2e12 }),
        keys.map(key => ({ key, state: 'delivered' as const })),
      )
    }
    const inPlace = () => store.sql.prepare('select count(*) from delivery').pluck().get()
    const most = serverBounds.outcomesWaiting.most
    settle(0, most - 1)
    settle(most - 1, 1)
    expect(inPlace()).toBe(0)
    settle(most, 1000)
    expect(inPlace()).toBeGreaterThanOrEqual(1000)
    while (deliveriesOf(store, wordsOf(store).id('stream')).step());
    expect(inPlace()).toBe(most + 1000)
    store.close()
  })

  it('keeps so many sendings of one run, and of all', () => {
    const store = openStore(dataFolder())
    const book = ledger(store, 'stream', 'run')
    const attempt = { rejected: 1, class: 'settled', status: 200, ended: 1 }
    const keep = sampler(store)
    const send = (n: number) => {
      const request = book.begin({ keys: [String(n).padStart(32, '0')], body: 'x', resendSafe: true, expires: 2e12 })
      keep(request, attempt as never, () => ({ events: [], of: 0, answer: null }) as never)
      store.settle()
    }
    const kept = () => store.sql.prepare('select count(*) from sample').pluck().get()
    for (let i = 0; i < serverBounds.sendingsOfPath.most + 5; i++) send(i)
    expect(kept()).toBe(serverBounds.sendingsOfPath.most)
    const put = store.sql.prepare('insert into sample (request, no, at, shown) values (?, 1, ?, ?)')
    store.write(() => {
      for (let i = 0; i < serverBounds.sendings.most; i++) put.run(1_000_000 + i, store.now() + i, Buffer.alloc(1))
    })
    pruneSamples(store)
    expect(kept()).toBe(serverBounds.sendings.most)
    store.close()
  })

  it('keeps so many runs of a flow', () => {
    const store = openStore(dataFolder())
    const { id: flow } = createFlow(store, { tributary: 1, name: 'a', nodes: [], edges: [] })
    publishFlow(store, flow)
    createRun(store, { flow, trigger: 'schedule' })
    finishRun(store, claimRun(store)!.id, 'succeeded', [])
    const columns = (store.sql.pragma('table_info(run)') as { name: string }[]).map(({ name }) => name)
    const copied = columns.map(name => (name === 'id' ? "printf('%026d', n)" : name))
    store.sql.exec(
      `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${serverBounds.runs.most + 5})
       insert into run (${columns.join(', ')}) select ${copied.join(', ')} from run cross join numbers`,
    )
    const kept = () => store.sql.prepare('select count(*) from run').pluck().get()
    expect(kept()).toBe(serverBounds.runs.most + 6)
    expect(pruneRuns(store)).toBe(6)
    expect(kept()).toBe(serverBounds.runs.most)
    store.close()
  })
})

describe('the doors', () => {
  let doors: Doors
  beforeAll(async () => {
    doors = await openDoors()
  })
  afterAll(() => doors?.close())

  it('take a body of so many bytes', async () => {
    const asked = (bytes: number) => doors.ask('POST', '/api/flows', `{"x":"${'x'.repeat(bytes - 8)}"}`)
    expect((await asked(serverBounds.bodyBytes.most)).status).toBe(400)
    const refused = await asked(serverBounds.bodyBytes.most + 1)
    expect(refused.status).toBe(413)
    expect(refused.headers.get('connection')).toBe('close')
  })

  it('show so many rows', async () => {
    const [flow] = (await doors.ask('GET', '/api/flows')).json
    const status = async (rows: number) => (await doors.ask('POST', `/api/flows/${flow.id}/preview`, { rows })).status
    expect(await status(serverBounds.previewRows.most)).toBe(200)
    expect(await status(serverBounds.previewRows.most + 1)).toBe(400)
  })

  it('tell the news to so many listeners at a time', async () => {
    const listeners = await Promise.all(Array.from({ length: serverBounds.listeners.most }, () => listening(doors.url)))
    expect(doors.services.feed.listeners()).toBe(serverBounds.listeners.most)
    expect((await doors.ask('GET', '/api/stream')).status).toBe(429)
    for (const listener of listeners) listener.destroy()
    await until(() => doors.services.feed.listeners() === 0)
  })

  it('keep no more than so much for a listener that does not read, and go on telling the others', async () => {
    const asleep = await listening(doors.url)
    asleep.pause()
    const awake = await listening(doors.url)
    let heard = 0
    awake.on('data', (chunk: Buffer) => (heard += chunk.length))
    const data = { text: 'x'.repeat(100_000) }
    // Beyond the bound and what the system's own buffers take.
    for (let i = 0; i < 400 && doors.services.feed.listeners() === 2; i++) {
      doors.services.feed.publish('test', [], data)
      await pause(1)
    }
    await until(() => doors.services.feed.listeners() === 1)
    expect(heard).toBeGreaterThan(serverBounds.feedBacklog.most)
    awake.destroy()
    asleep.destroy()
  })
})

/** An open connection to the live feed, its headers read. */
const listening = (url: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    request(`${url}/api/stream`, { agent: false }, resolve).on('error', reject).end()
  })
async function until(happened: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !happened(); i++) await pause(5)
  expect(happened()).toBe(true)
}
