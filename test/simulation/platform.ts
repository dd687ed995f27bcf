/** The platform as it really was: what arrived when, what was taken, and what it said. It misbehaves as the dice fall. */
import { bodyText } from '../../runtime/body.ts'
import type { Body, Call } from '../../runtime/dialect.ts'
import type { Sent } from '../../runtime/world.ts'
import type { Clock } from './clock.ts'
import type { Dice } from './dice.ts'

/** An event as it stands in a body. */
export interface WireEvent {
  id: string
  /** The row it was made of. */
  row: string
  v: number
}
export interface Post {
  at: number
  account: string
  stream: string
  events: WireEvent[]
  texts: string[]
  /** What the sender was told: `unknown` until an answer that says otherwise has been handed over. */
  known: 'unknown' | 'settled' | 'not_taken' | 'refused'
  /** It acted on that, and the act was committed; before, a death makes it unknown again. */
  noted: boolean
  /** How many of this stream were under way at once, this one included, as far as one life of the program goes. */
  beside: number
  /** Who sent it. */
  life: object
  run: string
  /** The answer named the time of the next attempt. */
  timed: boolean
}
/** How likely each misbehaviour is, for one exchange. */
export interface Manners {
  fault: number
  /** What goes wrong, when something does. */
  faults: readonly Fault[]
  /** Each account whose token is dead. */
  deadTokens: Set<string>
  /** Until then it takes nothing from anybody: 429, with the time of the next attempt or without. */
  slowUntil: number
}
export interface Platform {
  posts: Post[]
  /** How often each event was really taken, by stream and row. */
  taken: Map<string, number>
  /** Rows that the platform refuses for their content. */
  poison: Set<string>
  manners: Manners
  /** `gone`: nobody is there any more to hear the answer. */
  send(from: Sender, call: Call<Body>, gone: () => boolean): Promise<Sent>
  /** The sender lived to hear this answer: from now on what it asks for holds. */
  heard(sent: Sent): void
  broken: string[]
}

export interface Sender {
  stream: string
  life: object
  run: string
  at: number
  /** Its run had been asked to stop before it began this request. */
  stopped: boolean
  cut: AbortSignal
  /** Whether the sender has it on disk. */
  meant(post: Post): boolean
}

const FAULTS = [
  'refused',
  'accept-500',
  'accept-reset',
  'accept-garbage',
  'accept-short',
  '500',
  'reset',
  '429',
  '503',
  '503-later',
  'html-400',
  'token',
  'garbage',
] as const
export type Fault = (typeof FAULTS)[number]
/** Those after which the same bytes may go again at a time that the sender chooses. */
export const UNTIMED = ['accept-500', 'accept-reset', '500', 'reset', '503', 'refused'] as const satisfies readonly Fault[]

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Sent => ({
  answer: { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) },
})
const silence = (taken: 'no' | 'unknown'): Sent => ({
  unanswered: { taken, code: taken === 'no' ? 'refused' : 'econnreset', message: 'No answer.' },
})

const numbers = new WeakMap<object, number>()
let lives = 0
function lifeNumber(life: object): number {
  const known = numbers.get(life) ?? ++lives
  numbers.set(life, known)
  return known
}

export function platformOf(clock: Clock, dice: Dice, each: (account: string) => boolean): Platform {
  /** From when it was heard, until when. */
  const quiet = new Map<string, { from: number; until: number }>()
  const asked = new WeakMap<Sent, () => void>()
  const under = new Map<string, number>()
  const platform: Platform = {
    posts: [],
    taken: new Map(),
    poison: new Set(),
    manners: { fault: 0, faults: FAULTS, deadTokens: new Set(), slowUntil: 0 },
    send,
    heard: sent => void asked.get(sent)?.(),
    broken: [],
  }

  const take = (stream: string, events: readonly WireEvent[]) => {
    for (const { row } of events) platform.taken.set(`${stream} ${row}`, (platform.taken.get(`${stream} ${row}`) ?? 0) + 1)
  }
  /** Takes what is good and says so, in the manner of this account: event by event, or all or nothing. */
  function work({ account, stream, events }: Post): { said: Sent; known: Post['known'] } {
    const bad = events.map(({ row }) => platform.poison.has(row))
    if (each(account)) {
      take(
        stream,
        events.filter((_, i) => !bad[i]),
      )
      return { said: json(200, { results: bad.map(no => (no ? 'bad' : null)) }), known: 'settled' }
    }
    if (!bad.includes(true)) {
      take(stream, events)
      return { said: json(200, { results: events.map(() => null) }), known: 'settled' }
    }
    const suspects = dice.chance(0.3) ? bad.flatMap((no, i) => (no ? [i] : [])) : undefined
    return { said: json(400, { refused: true, suspects }), known: 'refused' }
  }
  function answer(post: Post): { said: Sent; known: Post['known']; quietMs?: number } {
    const { account } = post
    if (platform.manners.deadTokens.has(account)) return { said: json(401, { token: true }), known: 'not_taken' }
    if (clock.now() < platform.manners.slowUntil) {
      const seconds = dice.pick([0, 0, 5, 60])
      return { said: json(429, {}, seconds ? { 'retry-after': String(seconds) } : {}), known: 'not_taken', quietMs: seconds * 1000 }
    }
    const fault: Fault | undefined = dice.chance(platform.manners.fault) ? dice.pick(platform.manners.faults) : undefined
    const later = dice.pick([1, 20, 90])
    switch (fault) {
      case undefined:
        return work(post)
      case 'token':
        platform.manners.deadTokens.add(account)
        return { said: json(401, { token: true }), known: 'not_taken' }
      case 'refused':
        return { said: silence('no'), known: 'not_taken' }
      case '429':
      case '503-later':
        return { said: json(fault === '429' ? 429 : 503, {}, { 'retry-after': String(later) }), known: 'not_taken', quietMs: later * 1000 }
      case 'html-400':
        return { said: { answer: { status: 400, headers: {}, body: '<html>' } }, known: 'not_taken' }
      case 'garbage':
        // Somebody in between answered, and nothing was taken.
        return { said: { answer: { status: 200, headers: {}, body: '<html>welcome' } }, known: 'unknown' }
      case '500':
      case '503':
        return { said: json(Number(fault), {}), known: 'unknown' }
      case 'reset':
        return { said: silence('unknown'), known: 'unknown' }
      default: {
        work(post)
        const said: Record<string, Sent> = {
          'accept-500': json(500, {}),
          'accept-reset': silence('unknown'),
          'accept-garbage': { answer: { status: 200, headers: {}, body: '<html>welcome' } },
          'accept-short': json(200, { results: post.events.slice(1).map(() => null) }),
        }
        return { said: said[fault]!, known: 'unknown' }
      }
    }
  }

  function send({ stream, life, run, at, stopped, cut, meant }: Sender, call: Call<Body>, gone: () => boolean): Promise<Sent> {
    const account = call.url
    const texts = (JSON.parse(bodyText(call.body)) as { events: WireEvent[] }).events.map(event => JSON.stringify(event))
    const events = texts.map(text => JSON.parse(text) as WireEvent)
    const post: Post = { at, account, stream, events, texts, known: 'unknown', noted: false, life, run, timed: false, beside: 1 }
    platform.posts.push(post)
    if (stopped) platform.broken.push('I7: a request left after its run was asked to stop')
    if (!meant(post)) platform.broken.push('I10: a request left whose intent was not on disk')
    const { from, until } = quiet.get(account) ?? { from: 0, until: 0 }
    if (post.at > from && post.at < until) platform.broken.push(`I13: sent to ${account} ${until - post.at} ms before it allowed`)
    const mine = `${stream} ${lifeNumber(life)}`
    under.set(mine, (under.get(mine) ?? 0) + 1)
    post.beside = under.get(mine)!
    let over = false
    const ends = () => {
      if (!over) under.set(mine, under.get(mine)! - 1)
      over = true
    }
    // Cut on our side: whatever the platform still makes of it.
    cut.addEventListener('abort', ends, { once: true })
    return new Promise(resolve => {
      clock.after(dice.int(1, 400), () => {
        const { said, known, quietMs } = answer(post)
        clock.after(dice.int(1, 100), () => {
          ends()
          if (gone()) return
          post.known = known
          post.timed = Boolean(quietMs)
          if (quietMs)
            asked.set(said, () => {
              const until = clock.now() + quietMs
              if (until > (quiet.get(account)?.until ?? 0)) quiet.set(account, { from: clock.now(), until })
            })
          resolve(said)
        })
      })
    })
  }
  return platform
}
