/** The checker is checked: faults that people really make, planted between the engine and its world, are each found. */
import { expect, it } from 'vitest'
import { BUDGET } from '../../runtime/account.ts'
import { bodyText } from '../../runtime/body.ts'
import type { Source } from '../../runtime/contract.ts'
import { type Cursor, OVERLAP_MS } from '../../runtime/cursor.ts'
import type { Body, Call } from '../../runtime/dialect.ts'
import type { Mark } from '../../runtime/number-cursor.ts'
import type { Ledger, Sent } from '../../runtime/world.ts'
import type { Workplace } from '../../server/runs/workplace.ts'
import { history } from './history.ts'
import type { Plant } from './process.ts'
import { scratch } from './scratch.ts'

const TRIES = 60
const answered = (sent: Sent, change: (status: number, body: string) => { status: number; body: string } | undefined): Sent => {
  if (!('answer' in sent)) return sent
  const other = change(sent.answer.status, sent.answer.body)
  return other ? { answer: { ...sent.answer, ...other } } : sent
}
const allOf = (call: Call<Body>, result: string | null) =>
  JSON.stringify({ results: (JSON.parse(bodyText(call.body)) as { events: unknown[] }).events.map(() => result) })

/** Counts as delivered what has not left yet: the at-most-once of the careless. */
function markFirst(real: Ledger): Ledger {
  const begin: Ledger['begin'] = request => {
    const id = real.begin(request)
    real.settle(
      id,
      [...new Set(request.keys)].map(key => ({ key, state: 'delivered' })),
    )
    return id
  }
  return { ...real, begin, again: () => {}, settle: () => {}, withdraw: () => {}, split: (_, parts) => parts.map(part => begin(part)) }
}

const YEAR = 365 * 86_400_000
/** Between the engine and the memory of its cursors; `now` is this program's clock. */
const cursors = (change: { get?(kept: Cursor, now: number): Cursor; put?(kept: Cursor, now: number): Cursor }): Plant => ({
  place: real => ({
    ...real,
    cursors(stream) {
      const { get, put } = real.cursors!(stream)!
      return {
        get(path) {
          const kept = get(path)
          return kept && (change.get?.(kept, real.now()) ?? kept)
        },
        put: (path, kept) => put(path, change.put?.(kept, real.now()) ?? kept),
      }
    },
  }),
})
/** Between the engine and what it keeps of numbers, oldest first. */
const marks = (change: (mark: Mark, newest: boolean) => Mark): Plant =>
  cursors({ put: kept => (kept.marks ? { ...kept, marks: kept.marks.map((mark, i, all) => change(mark, i === all.length - 1)) } : kept) })
/** Each time anybody asks, there are as many retries to be had as at the start. */
const unlimited = (real: Workplace): Workplace => ({
  ...real,
  account(name) {
    const account = real.account(name)
    return { ...account, get: () => ({ ...account.get(), tokens: BUDGET.start }) }
  },
})
/** The cursor stands where the run will end before anything is sent. */
const beforeSettled: Plant = {
  place: real => ({
    ...real,
    cursors(stream) {
      const { get, put } = real.cursors!(stream)!
      return {
        get(path) {
          const kept = get(path)
          put(path, { value: real.now() - 5000, swept: kept?.swept ?? real.now() })
          return kept
        },
        put,
      }
    },
  }),
}

/** Nothing is too new to move the cursor. */
const boundless: Plant = {
  place: real => ({ ...real, kinds: new Map([...real.kinds].map(([id, kind]) => [id, kind.role === 'source' ? aYearAhead(kind) : kind])) }),
}
const aYearAhead = (kind: Source): Source => ({
  ...kind,
  async open(...asked) {
    const session = await kind.open(...asked)
    return { ...session, clock: async () => (await session.clock!()) + YEAR }
  },
})

/** `from`: the seed to begin at, where the first histories are known to tell nothing of this fault. */
const planted: readonly [what: string, plant: Plant, said: RegExp, from?: number][] = [
  ['marks before it sends', { ledger: markFirst }, /I1: .* never arrived/],
  [
    'takes any success for taken',
    {
      send: async (send, call) => answered(await send(call), status => (status === 200 ? { status, body: allOf(call, null) } : undefined)),
    },
    /I1: .* never arrived/,
  ],
  [
    'does not listen when asked for quiet',
    {
      send: async (send, call) => {
        const sent = await send(call)
        return 'answer' in sent ? { answer: { ...sent.answer, headers: {} } } : sent
      },
    },
    /I13: /,
  ],
  [
    'tries again what was refused for its content',
    { send: async (send, call) => answered(await send(call), (status, body) => (status === 400 ? { status: 503, body } : undefined)) },
    /I1: /,
  ],
  [
    'makes ids by chance',
    {
      send: (send, call) =>
        send({ ...call, body: bodyText(call.body).replaceAll(/"id":"[^"]*"/g, () => `"id":"${Math.random().toString(36).slice(2)}"`) }),
    },
    /I3: .* ids/,
  ],
  [
    'forgets at its start what it had begun',
    {
      ledger: real => {
        for (const { id } of real.open()) real.withdraw(id)
        return real
      },
    },
    /I[23]: /,
  ],
  ['does not tell the doubles of a run that died', { ledger: real => ({ ...real, inherit: () => {} }) }, /I2: .* told/],
  [
    'begins the next request and forgets the outcome that goes with it',
    { ledger: real => ({ ...real, begin: request => real.begin(request) }) },
    /I4: .* sent again after it was settled/,
  ],
  [
    'writes the outcome and forgets the next intent',
    {
      ledger: real => ({
        ...real,
        begin(request, ended) {
          if (!ended) return real.begin(request)
          real.settle(ended.request, ended.outcomes, ended.beside)
          return 0
        },
      }),
    },
    /I10: .* intent/,
  ],
  ['forgets what was sent', { ledger: real => ({ ...real, look: keys => new Map([...real.look(keys)].slice(1)) }) }, /I4: /],
  [
    'blames the neighbours',
    {
      send: async (send, call) =>
        answered(await send(call), status => (status === 400 ? { status: 200, body: allOf(call, 'bad') } : undefined)),
    },
    /I6: /,
  ],
  [
    'reads on after the newest value, without overlap or equals',
    cursors({ get: kept => ({ ...kept, value: kept.value + OVERLAP_MS + 1 }) }),
    /I1: .* overlooked/,
    28,
  ],
  ['counts the overlap from the end of the run', cursors({ put: (kept, now) => ({ ...kept, value: now }) }), /I1: .* overlooked/, 28],
  ['moves its cursor before anything is settled', beforeSettled, /I1: .* overlooked/, 41],
  ['knows no upper bound of reading', boundless, /I1: .* overlooked/, 28],
  ['begins at the newest mark of its numbers', marks((mark, newest) => (newest ? mark : { ...mark, at: 0 })), /I1: .* overlooked/, 57],
  ['notes a number that no row had', marks((mark, newest) => (newest ? { ...mark, value: `${mark.value}0` } : mark)), /I9: .* ahead/],
  ['does not hear that it is to stop', { signals: real => ({ ...real, stop: new AbortController().signal }) }, /I7: /],
  ['has a budget of retries without end', { place: unlimited }, /I15: /],
  ['never looks at everything again', cursors({ get: (kept, now) => ({ ...kept, swept: now }) }), /I1: .* did not look at everything/],
]

it.each(planted)('an engine that %s is found out', { timeout: 300_000 }, async (_, plant, said, from = 1) => {
  const { store, close } = scratch()
  const found: string[] = []
  try {
    for (let seed = from; seed < from + TRIES && !found.some(what => said.test(what)); seed++)
      found.push(...(await history(store, seed, plant).catch((cause: unknown) => ({ broken: [`died: ${String(cause)}`] }))).broken)
  } finally {
    close()
  }
  expect(found.find(what => said.test(what))).toMatch(said)
})
