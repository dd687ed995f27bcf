/** A token that ends is told two weeks before: asked once a day, kept over a restart, gone once a new one is saved. */
import { beforeEach, expect, it } from 'vitest'
import { kinds } from '../../nodes/kinds.ts'
import { Flow } from '../../runtime/flow.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { ordersFlow } from '../../test/stand-ins/engine.ts'
import type { Workplace } from '../runs/workplace.ts'
import { openConnection, saveConnection } from '../store/connections.ts'
import { createFlow, publishFlow } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { type TokenEnds, tokenEnd, watchTokens } from './token-ends.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let store: Store
let folder: string
let time: number
let ends: number | undefined
let asked: string[]
let tokens: TokenEnds
const schema = kinds.get('meta')!.connection!
const saved = (token: string) => saveConnection(store, 'meta-main', 'meta', { dataset: '1', token, version: 'v25.0' }, schema)
const place = {
  kinds,
  connection: (name: string) => ({ ...openConnection(store, name)!, simulated: false }),
  base: () => 'https://platform.example',
  now: () => time,
  send: async ({ url }: { url: string }) => {
    asked.push(url)
    if (ends === undefined) return { unanswered: { code: 'x', message: 'Nobody answers' } }
    const body = JSON.stringify({ data: { is_valid: true, expires_at: ends / 1000 } })
    return { answer: { status: 200, headers: {}, body: JSON.stringify([{ code: 200, body }]) } }
  },
} as unknown as Workplace
const open = () => {
  store = openStore(folder, { now: () => time })
  tokens = watchTokens({ store, kinds, place })
}
beforeEach(() => {
  time = Date.parse('2026-11-26T09:00:00Z')
  ends = Date.parse('2026-12-16T09:00:00Z')
  asked = []
  folder = dataFolder()
  open()
  saved('EAA-one')
  publishFlow(store, createFlow(store, Flow.parse(ordersFlow('meta', 'meta-main'))).id)
  return () => store.close()
})
async function beats(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    time += HOUR
    await tokens.beat()
  }
}

it('asks once a day, an hour after the start, and tells it two weeks before', async () => {
  await tokens.beat()
  expect(asked).toEqual([])
  await beats(25)
  expect(asked).toEqual(Array(2).fill('https://platform.example/v25.0/'))
  expect(tokens.amiss()).toEqual([])
  await beats(24 * 5)
  expect(tokens.amiss()).toMatchObject([
    { scope: 'connection:meta-main', code: 'token_ends', title: 'The token of “meta-main” ends on 16 December 2026' },
  ])
  time = ends! + 1
  expect(tokens.amiss()[0]!.title).toBe('The token of “meta-main” ended on 16 December 2026')
})
it('knows it after a restart without asking', async () => {
  ends = time + 3 * DAY
  await beats(1)
  store.close()
  open()
  expect([tokens.amiss().length, asked.length]).toEqual([1, 1])
})
it('is over when another token is saved, whose end is asked anew', async () => {
  ends = time + 3 * DAY
  await beats(1)
  expect(tokens.amiss()).toHaveLength(1)
  time += 1
  saved('EAA-two')
  expect(tokens.amiss()).toEqual([])
  ends = time + 60 * DAY
  await beats(1)
  expect([tokens.amiss().length, asked.length]).toEqual([0, 2])
})
it('says nothing where nobody answers, and of connections that no published flow uses', async () => {
  ends = undefined
  await beats(2)
  expect([tokens.amiss().length, asked.length]).toEqual([0, 1])
  saveConnection(store, 'spare', 'meta', { dataset: '2', token: 'EAA-x', version: 'v25.0' }, schema)
  await beats(20)
  expect(asked).toHaveLength(1)
})
it('platforms that do not tell are not asked', async () => {
  const known = { kind: 'pinterest', settings: { ad_account: '1', token: 't' }, simulated: false }
  expect([await tokenEnd(known, place), asked]).toEqual([undefined, []])
})
