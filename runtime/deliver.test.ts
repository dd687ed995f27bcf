/** What a platform's wish for quiet does to the requests that follow. Its settling and hunting is tried through whole runs. */
import { describe, expect, it } from 'vitest'
import { compared, farApart, freshAccount, takeApart } from './account.ts'
import { Books } from './books.ts'
import { bounds } from './bounds.ts'
import { deliver } from './deliver.ts'
import type { Verdict } from './dialect.ts'
import { type Item, ownRules, type Way } from './way.ts'
import type { World } from './world.ts'

const item = (key: string): Item => ({
  key,
  idKey: undefined,
  label: key,
  print: '',
  text: '{}',
  bytes: 2,
  group: { id: 'all', events: 1, resendSafe: true },
  expires: Number.MAX_SAFE_INTEGER,
})

/** A platform that answers with these verdicts in turn; `told` is everything that happened, in order, with the clock. */
function way(verdicts: readonly Verdict[]): { way: Way; told: string[]; books: Books; stop: AbortController } {
  const told: string[] = []
  const stop = new AbortController()
  let now = 0
  let sent = 0
  let account = freshAccount(0)
  const say = (what: string) => void told.push(`${now} ${what}`)
  const dialect = {
    call: () => ({ method: 'POST', url: 'https://x', headers: {}, body: '' }),
    sign: (call: object, _: unknown, at: number) => ({ ...call, headers: { at: String(at) } }),
    read: () => verdicts[sent++],
    reasons: {},
  }
  const world: Partial<World> = {
    now: () => now,
    random: () => 0,
    stop: stop.signal,
    account: {
      get: () => account,
      put(state) {
        account = state
      },
    },
    send: async call => {
      say(`sent, signed at ${call.headers.at}`)
      return { answer: { status: 200, headers: {}, body: '' } }
    },
    wait: async ms => {
      say(`waits ${ms}`)
      now += stop.signal.aborted ? 0 : ms
    },
    ledger: {
      begin: () => {
        say('begins')
        return 1
      },
      again: () => say('again'),
      answered: () => {},
      settle: () => say('settles'),
      withdraw: () => say('withdraws'),
    } as unknown as World['ledger'],
  }
  const books = new Books('a > b', 'b', [], dialect as never)
  const plan = { resolved: { destination: { id: 'b' }, dialect } }
  return {
    way: {
      plan: plan as never,
      address: { connection: {}, base: 'https://x' },
      world: world as World,
      books,
      rules: ownRules,
      waits: new Set(),
      tell: () => {},
      streak: { unknown: 0 },
      answers: { events: 0, refused: new Map() },
    },
    told,
    books,
    stop,
  }
}
const taken: Verdict = { kind: 'settled', results: [null] }

it('waits before the next request, before it is on disk, and not after the last one', async () => {
  const { way: at, told } = way([
    { ...taken, waitMs: 5000 },
    { ...taken, waitMs: 9000 },
  ])
  await deliver(at, [item('1')])
  await deliver(at, [item('2')])
  expect(told).toEqual([
    '0 begins',
    '0 sent, signed at 0',
    '0 settles',
    '0 waits 5000',
    '5000 begins',
    '5000 sent, signed at 5000',
    '5000 settles',
  ])
})

it('is not kept from ending by it', async () => {
  const { way: at, told, books, stop } = way([{ ...taken, waitMs: 5000 }])
  await deliver(at, [item('1')])
  stop.abort()
  books.read(2)
  await deliver(at, [item('2')])
  expect(told.filter(line => line.includes('begins'))).toHaveLength(1)
  expect(books.tally).toMatchObject({ delivered: 1, unsent: 1 })
})

it('signs each attempt anew', async () => {
  const later: Verdict = { kind: 'retry', taken: 'no', afterMs: 60_000, code: 'x.busy', message: 'Later' }
  const { way: at, told } = way([later, taken])
  await deliver(at, [item('1')])
  expect(told.filter(line => line.includes('sent'))).toEqual(['0 sent, signed at 0', '60000 sent, signed at 60000'])
})

it('does not knock again at a door that only a person can open, and keeps the events new', async () => {
  const { way: at, told } = way([])
  const send = at.world.send
  at.world.send = async call => {
    await send(call)
    return { unanswered: { taken: 'no', code: 'certificate_name', message: 'Nothing was sent.', final: true } }
  }
  await expect(deliver(at, [item('1')])).rejects.toMatchObject({ code: 'certificate_name', needs: 'person' })
  expect(told).toEqual(['0 begins', '0 sent, signed at 0', '0 withdraws'])
})

it('looks for the bad events of a batch with so many requests and no more, and keeps the rest new', async () => {
  const { way: at, told, books } = way([])
  let answers = 0
  const { dialect } = at.plan.resolved as unknown as { dialect: { read(): Verdict } }
  // A reason of its own each time, so that nobody concludes that the mapping is at fault.
  dialect.read = () => ({ kind: 'poisoned', code: `x.${answers++}`, message: 'No' })
  at.world.ledger.split = (_, parts) => parts.map((_, i) => i)
  const items = Array.from({ length: 400 }, (_, i) => item(`${i}`))
  books.read(items.length)
  await expect(deliver(at, items)).rejects.toMatchObject({ code: 'too_many_refusals' })
  const sent = told.filter(line => line.includes('sent')).length
  expect(sent).toBeLessThanOrEqual(1 + bounds.huntCalls.most)
  expect(sent).toBeGreaterThan(bounds.huntCalls.most - 2)
  expect(books.tally.rejected + books.tally.unsent).toBe(items.length)
})

const atPlatform = (at: Way, dates: (string | undefined)[]) => {
  at.world.send = async () => {
    const date = dates.shift()
    return {
      answer: {
        status: 200,
        headers: (date === undefined ? {} : { date: `Thu, 01 Jan 1970 ${date} GMT` }) as Record<string, string>,
        body: '',
      },
    }
  }
}
it('says so when the platform has another time, and sends all the same', async () => {
  const { way: at, told, books } = way([taken])
  atPlatform(at, ['00:02:00'])
  books.read(1)
  await deliver(at, [item('1')])
  expect(told).toContain('0 settles')
  expect(books.report('succeeded').reasons).toMatchObject([{ outcome: 'warning', code: 'clocks_apart', rows: 1 }])
})

describe('a clock that is more than five minutes off', () => {
  const sent = (told: readonly string[]) => told.filter(line => line.includes('settles')).length
  const all = async (at: Way, requests: number) => {
    for (let i = 0; i < requests; i++) await deliver(at, [item(`${i}`)])
  }

  it('stops what follows once two answers in a row say so, with both settled and the rest unsent', async () => {
    const { way: at, told, books } = way([taken, taken, taken])
    atPlatform(at, ['00:06:00', '00:06:00', '00:06:00'])
    books.read(3)
    await expect(all(at, 2)).resolves.toBeUndefined()
    expect(
      books
        .report('running')
        .reasons.map(({ code, rows }) => [code, rows])
        .toSorted(),
    ).toEqual([
      ['clocks_apart', 1],
      ['clocks_far_apart', 1],
    ])
    await expect(all(at, 1)).rejects.toMatchObject({ code: 'clocks_far_apart', needs: 'person' })
    expect(sent(told)).toBe(2)
    expect(books.tally).toMatchObject({ delivered: 2, unsent: 1 })
  })
  it('stops nothing for one answer between others, nor for those that tell no time or a little less', async () => {
    const { way: at, told } = way(Array.from({ length: 7 }, () => taken))
    atPlatform(at, ['00:06:00', '00:00:01', '00:06:00', undefined, '00:00:01', '00:05:00', '00:05:00'])
    await all(at, 7)
    expect(sent(told)).toBe(7)
  })
  it('is remembered by the account, so that a run of one request counts too, until a person lets it go on', async () => {
    const { way: at, told } = way(Array.from({ length: 6 }, () => taken))
    atPlatform(
      at,
      Array.from({ length: 6 }, () => '00:06:00'),
    )
    await all(at, 1)
    const nextRun = () => {
      at.streak = { unknown: 0 }
    }
    nextRun()
    await expect(all(at, 2)).rejects.toMatchObject({ code: 'clocks_far_apart' })
    expect(sent(told)).toBe(2)
    nextRun()
    at.world.account.put(takeApart(at.world.account.get()))
    await all(at, 3)
    expect(sent(told)).toBe(5)
  })
  it('is in doubt again once both clocks agreed', () => {
    const far = compared(compared(freshAccount(0), true), true)
    expect(farApart(far)).toBe(true)
    expect(farApart(compared(takeApart(far), true))).toBe(false)
    const agreed = compared(takeApart(far), false)
    expect(farApart(compared(agreed, true))).toBe(false)
    expect(farApart(compared(compared(agreed, true), true))).toBe(true)
  })
})
