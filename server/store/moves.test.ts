/** The table of moves is what the README draws, and each arrow of a request and of an event is walked on a real database. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heldWhy, mayResend } from '../../runtime/recover.ts'
import { storedOf } from '../../runtime/stored.ts'
import type { Ledger } from '../../runtime/world.ts'
import { history } from './history.ts'
import { closeExpired, closeRequest, ledger, openRequests, release, treatAsSent } from './ledger.ts'
import { arrowsOf, type EventState, type Machine, moves, type RequestState } from './moves.ts'
import { openStore, type Store } from './open.ts'

const FLOW = 'flow'
const STREAM = `${FLOW}\norders\nkind\n1`
const DAY = 86_400_000
const [a, b] = ['a', 'b'].map(letter => letter.repeat(32)) as [string, string]
let folder: string
let store: Store
let book: Ledger
let time = 1_700_000_000_000
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-moves-'))
  store = openStore(folder, { now: () => time })
  book = ledger(store, STREAM, 'run')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const outgoing = (keys: string[], resendSafe = true) => ({
  keys,
  body: storedOf(keys.map(() => '{}')),
  resendSafe,
  expires: time + DAY,
})
const begin = (resendSafe = true) => book.begin(outgoing([a, b], resendSafe))
/** Left twice, so that the first is in doubt when the second is refused: its parts have not left. */
function parts(doubted: boolean): number[] {
  const safe = !doubted
  const id = begin(safe)
  if (doubted) book.again(id)
  return book.split(id, [outgoing([a], safe), outgoing([b], safe)])
}
const only = () => openRequests(store, FLOW)[0]!
const later = (ms: number) => {
  time += ms
}
const settle = (id: number, state: 'delivered' | 'rejected') =>
  book.settle(
    id,
    [a, b].map(key => ({ key, state })),
  )
const released = () => {
  const id = begin(false)
  release(store, only(), () => {})
  return id
}

/** As the disk has it. Where it is gone, by what it left. */
function requestState(id: number): RequestState | '[*]' {
  const found = openRequests(store, FLOW).find(open => open.id === id)
  if (found) {
    if (heldWhy(found, time) !== undefined && !mayResend(found, time)) return 'held'
    return found.attempts === 0 ? 'meant' : 'open'
  }
  const begun = store.sql.prepare("select seq from sqlite_sequence where name = 'request'").pluck().get() as number | undefined
  if (begun === undefined || id > begun) return '[*]'
  const parts = store.sql.prepare('select count(*) from attempt where parent = ?').pluck().get(id) as number
  if (parts > 0) return 'split'
  const left = history(store, STREAM, a)
  if (!left || left.open) return 'withdrawn'
  return left.state === 'uncertain' ? 'closed' : 'settled'
}
function eventState(): EventState {
  const known = history(store, STREAM, a)
  if (!known) return 'new'
  if (!known.open) return known.state
  return requestState(known.request!) === 'held' ? 'held' : 'open'
}

/** How to come to the first state, the request that it is about, and the act. */
interface Walk {
  to?: () => number
  act: () => void
}
const decided = (act: (request: ReturnType<typeof only>) => void): Walk => ({ to: () => begin(false), act: () => act(only()) })
const requests: Record<string, Walk> = {
  '[*] --> open': { to: () => 1, act: () => begin() },
  // The whole is the first request, its parts the second and the third.
  '[*] --> meant': { to: () => 2, act: () => parts(false) },
  'open --> open': { to: () => begin(), act: () => book.again(1) },
  'open --> settled': { to: () => begin(), act: () => settle(1, 'delivered') },
  'open --> withdrawn': { to: () => begin(), act: () => book.withdraw(1) },
  'open --> split': { to: () => begin(), act: () => book.split(1, [outgoing([a]), outgoing([b])]) },
  'open --> held': { to: () => begin(), act: () => later(DAY + 1) },
  'open --> closed': {
    to: released,
    act: () => {
      later(3 * DAY)
      closeExpired(store)
    },
  },
  'meant --> open': { to: () => parts(false)[0]!, act: () => book.again(2) },
  'meant --> withdrawn': { to: () => parts(false)[0]!, act: () => book.withdraw(2) },
  'held --> open': decided(request => release(store, request, () => {})),
  'held --> settled': decided(request => treatAsSent(store, request, () => {})),
  'held --> closed': decided(() => {
    later(3 * DAY)
    closeExpired(store)
  }),
}
const events: Record<string, Walk> = {
  'new --> open': { act: () => begin() },
  'open --> delivered': { to: () => begin(), act: () => settle(1, 'delivered') },
  'open --> rejected': { to: () => begin(), act: () => settle(1, 'rejected') },
  'open --> new': { to: () => begin(), act: () => book.withdraw(1) },
  'open --> held': { to: () => begin(), act: () => later(DAY + 1) },
  'open --> uncertain': requests['open --> closed']!,
  'rejected --> open': {
    to: () => {
      const id = begin()
      settle(id, 'rejected')
      return id
    },
    act: () => begin(),
  },
  'held --> open': requests['held --> open']!,
  'held --> delivered': requests['held --> settled']!,
  'held --> uncertain': requests['held --> closed']!,
}

describe('the README draws the table', () => {
  it.each([
    ['run', 'A run'],
    ['request', 'A request'],
    ['event', 'An event'],
  ] as const)('%s', (machine, heading) => {
    const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const drawing = text.split(`\n## ${heading}\n`)[1]!.split('```mermaid')[1]!.split('```')[0]!
    const lines = [...drawing.matchAll(/^\s*(\S+ --> \w+)(?:: (.*))?$/gm)].map(([, arrow, words = '']) => `${arrow}: ${words}`)
    const table = Object.entries(moves[machine as Machine]).flatMap(([from, to]) =>
      Object.entries(to).map(([state, words]) => `${from} --> ${state}: ${words}`),
    )
    expect(lines.sort()).toEqual(table.sort())
  })
})

describe('each arrow is walked', () => {
  it.each(arrowsOf('request').filter(arrow => arrow !== 'meant --> held'))('request %s', arrow => {
    const [from, to] = arrow.split(' --> ')
    const walk = requests[arrow]!
    const id = walk.to?.() ?? 1
    expect(requestState(id)).toBe(from)
    walk.act()
    expect(requestState(id)).toBe(to)
  })
  it('request meant --> held', () => {
    // Meant while the run goes on; when that ends without its turn, what is in doubt of it is for a person.
    const [part] = parts(true)
    expect(openRequests(store, FLOW).find(({ id }) => id === part)).toMatchObject({ attempts: 0, doubts: 1 })
    expect(requestState(part!)).toBe('held')
  })
  it('event held --> open, of a part in doubt whose own turn never came', () => {
    parts(true)
    expect(eventState()).toBe('held')
    release(store, only(), () => {})
    expect(only()).toMatchObject({ attempts: 0, released: true })
    expect(eventState()).toBe('open')
  })
  it('event open --> rejected, of one that had been refused and was surely not taken when it was sent once more', () => {
    events['rejected --> open']!.to!()
    book.withdraw(begin())
    expect(eventState()).toBe('rejected')
  })
  it.each(arrowsOf('event'))('event %s', arrow => {
    const [from, to] = arrow.split(' --> ')
    const walk = events[arrow]!
    walk.to?.()
    expect(eventState()).toBe(from)
    walk.act()
    expect(eventState()).toBe(to)
  })
})

const complete = { policy: 'prefer_complete' } as const
const rowOf = (id: number) => store.sql.prepare('select * from request where id = ?').get(id) as Parameters<typeof closeRequest>[1]

describe('what is not in the table is refused, and changes nothing', () => {
  it.each<[string, () => number, (id: number) => void, RegExp]>([
    ['to settle a part that never left', () => parts(false)[0]!, id => settle(id, 'delivered'), /this request: meant → settled/],
    ['to split one', () => parts(false)[0]!, id => book.split(id, [outgoing([a])]), /this request: meant → split/],
    ['to begin an event that is under way', () => begin(), () => begin(), /this event: open → open/],
    [
      'to have new again what may have been taken',
      () => {
        const id = begin()
        book.again(id)
        return id
      },
      id => book.withdraw(id),
      /this event: held → new/,
    ],
    ['to release what the next run sends anyway', () => begin(), () => release(store, only(), () => {}), /this event: open → open/],
    ['to release it twice', released, () => release(store, only(), () => {}), /this event: open → open/],
    [
      'to release what the platform would refuse as too old',
      () => {
        const id = begin(false)
        later(DAY + 1)
        return id
      },
      () => release(store, only(), () => {}),
      /this event: held → held/,
    ],
    ['to release what its flow sends again by itself', () => begin(false), () => release(store, only(), () => {}, complete), /open → open/],
    ['to treat a part as sent that never left', () => parts(false)[0]!, () => treatAsSent(store, only(), () => {}), /meant → settled/],
    [
      'to close a part as uncertain that never left',
      () => parts(false)[0]!,
      id => closeRequest(store, rowOf(id), 'closed'),
      /meant → closed/,
    ],
    [
      'to have a request in doubt new again for its age',
      () => begin(false),
      id => closeRequest(store, rowOf(id), 'withdrawn'),
      /held → withdrawn/,
    ],
  ])('%s', (_, to, act, says) => {
    const id = to()
    const state = eventState()
    const before = openRequests(store, FLOW)
    expect(() => act(id)).toThrow(says)
    expect(openRequests(store, FLOW)).toEqual(before)
    expect(eventState()).toBe(state)
  })
})
