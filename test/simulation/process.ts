/** One life of the program: the real engine on the real ledger, until it dies at whatever moment the dice choose. */
import type { Cursor } from '../../runtime/cursor.ts'
import type { Flow } from '../../runtime/flow.ts'
import { eventKey } from '../../runtime/identity.ts'
import type { RunReport } from '../../runtime/report.ts'
import type { Ended, Ledger, Sent } from '../../runtime/world.ts'
import { execute } from '../../server/runs/execute.ts'
import { placeOf } from '../../server/runs/place.ts'
import type { Workplace } from '../../server/runs/workplace.ts'
import { accountOf } from '../../server/store/accounts.ts'
import { cursorsOf } from '../../server/store/cursors.ts'
import { keyBytes } from '../../server/store/event-keys.ts'
import { ledger } from '../../server/store/ledger.ts'
import type { Store } from '../../server/store/open.ts'
import { refusedIn } from '../../server/store/rejections.ts'
import type { Clock } from './clock.ts'
import type { Dice } from './dice.ts'
import { kindsFor } from './kinds.ts'
import type { Platform, Post } from './platform.ts'
import type { Shop } from './shop.ts'
import type { Transitions } from './transitions.ts'

/** Nothing of the program is there any more. */
class Dead extends Error {}

export interface Life {
  /** The store as this life sees it. */
  readonly store: Store
  readonly dead: boolean
  /** `rejectedOf`: only what that run had refused. */
  run(flow: Flow, flowId: string, run: string, signals: Signals, rejectedOf?: string): Promise<RunReport>
  die(): void
}
export interface Around {
  store: Store
  clock: Clock
  dice: Dice
  platform: Platform
  shop: Shop
  accounts: Readonly<Record<string, string>>
  /** How likely it is to die at any one of its steps. */
  deadly(): number
  /** Notes which states are walked. */
  seen?: Transitions | undefined
  /** A fault planted between the engine and what it is given. */
  plant?: Plant | undefined
  /** A sending is on disk and about to leave. */
  begun(): void
  settled(stream: string, keys: readonly string[]): void
  /** What was refused is about to be sent once more, by a person's decision. */
  forgiven(stream: string, keys: readonly string[]): void
  /** A cursor is about to be kept. */
  moved(from: Cursor | undefined, to: Cursor): void
}
/** What a test may put in between: never in the product. */
export interface Plant {
  ledger?(real: Ledger): Ledger
  send?(send: (call: Parameters<Workplace['send']>[0]) => Promise<Sent>, call: Parameters<Workplace['send']>[0]): Promise<Sent>
  place?(real: Workplace): Workplace
  signals?(real: Signals): Signals
}
/** How a run is asked to end: after what is under way, or at once. */
export interface Signals {
  stop: AbortSignal
  kill: AbortSignal
}

/** By its first event a request is told from the others. */
export const keyOf = ({ events }: Post) => eventKey('Purchase', [events[0]!.row])

/** Whether the disk knows that this request leaves, asked when its first byte does. */
const onDisk = ({ sql }: Store, stream: string, post: Post): boolean =>
  sql
    .prepare('select 1 from request where stream = (select id from word where text = ?) and substr(keys, 1, 16) = ?')
    .get(stream, keyBytes([keyOf(post)])) !== undefined

export function begin(around: Around): Life {
  const { clock, dice, platform, plant } = around
  const life = { dead: false }
  // Another object, so that nothing that a former life kept in memory is found; and dead when this life is.
  const { sql } = around.store
  const store: Store = {
    ...around.store,
    now: clock.now,
    sql: new Proxy(sql, {
      get: (target, name) => {
        if (name === 'open') return !life.dead
        const value = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }),
  }
  const perhaps = () => {
    if (life.dead) throw new Dead('dead')
    if (dice.chance(around.deadly())) {
      life.dead = true
      throw new Dead('dies')
    }
  }
  const never = new Promise<never>(() => {})

  /** Dies before or after each write: what was committed stays, what was not did not happen. */
  const writes = <A extends unknown[], R>(write: (...args: A) => R) => {
    return (...args: A): R => {
      perhaps()
      const result = write(...args)
      perhaps()
      return result
    }
  }
  const alive = <A extends unknown[], R>(read: (...args: A) => R) => {
    return (...args: A): R => {
      if (life.dead) throw new Dead('dead')
      return read(...args)
    }
  }

  function mortal(stream: string, real: Ledger): Ledger {
    /** The first key of each open request: by it a request is told from the others. */
    const firsts = new Map<number, string>()
    const noted = (request: number) => {
      for (const post of platform.posts)
        if (post.life === life && post.stream === stream && !post.noted && post.known !== 'unknown' && keyOf(post) === firsts.get(request))
          post.noted = true
    }
    const closed = ({ request, outcomes }: Ended) => {
      noted(request)
      around.settled(
        stream,
        outcomes.filter(outcome => outcome.state !== 'uncertain').map(outcome => outcome.key),
      )
    }
    return {
      look: alive(real.look),
      open: alive(() => {
        const open = real.open()
        for (const { id, keys } of open) firsts.set(id, keys[0]!)
        return open
      }),
      answered: alive(real.answered),
      begin: writes((request, ended) => {
        const id = real.begin(request, ended)
        if (ended) closed(ended)
        around.begun()
        firsts.set(id, request.keys[0]!)
        return id
      }),
      again: writes((request, sure) => {
        real.again(request, sure)
        around.begun()
        noted(request)
      }),
      withdraw: writes(request => {
        real.withdraw(request)
        noted(request)
      }),
      split: writes((request, parts, sure) => {
        const ids = real.split(request, parts, sure)
        noted(request)
        for (const [i, id] of ids.entries()) firsts.set(id, parts[i]!.keys[0]!)
        return ids
      }),
      inherit: alive(real.inherit),
      repeated: alive(real.repeated),
      settle: writes((request, outcomes, beside) => {
        real.settle(request, outcomes, beside)
        closed({ request, outcomes })
      }),
    }
  }

  async function gate(): Promise<void> {
    await new Promise<void>(resolve => clock.after(dice.int(0, 30), resolve))
    if (dice.chance(around.deadly())) life.dead = true
    if (life.dead) await never
  }
  const flows = new Map<string, string>()
  const placed = placeOf({
    kinds: new Map(),
    env: { overrides: new Map() },
    send: async () => never,
    simulators: async () => {
      throw new Error('no simulators here')
    },
    simulatorBase: () => undefined,
    connection: name => ({ kind: 'sim', settings: { account: around.accounts[name]! }, simulated: false }),
    ledger: (stream, run, path) => {
      // Paths of a run may be under way side by side, each to an account of its own, which ends the stream's name.
      flows.set(`${run}\n${stream.slice(stream.lastIndexOf('\n') + 1)}`, stream)
      const real = ledger(store, stream, run, path)
      return mortal(stream, plant?.ledger?.(real) ?? around.seen?.watch(stream, real) ?? real)
    },
    account: name => {
      const real = accountOf(store, name)
      return {
        get: () => real.get(),
        put(state) {
          if (life.dead) throw new Dead('dead')
          real.put(state)
        },
      }
    },
    refused: async (stream, run) => {
      const refused = await refusedIn(store, stream, run)
      around.forgiven(stream, [...refused.keys()])
      return refused
    },
    cursors: stream => {
      const real = cursorsOf(store, stream)
      const put = (path: string, cursor: Cursor) => {
        around.moved(real.get(path), cursor)
        real.put(path, cursor)
      }
      return { get: alive(real.get), put: writes(put) }
    },
    keep: () => {},
    now: clock.now,
    random: dice,
    wait: async (ms, until) => {
      await new Promise<void>(resolve => {
        if (until.aborted) return resolve()
        clock.after(ms, resolve)
        until.addEventListener('abort', () => resolve(), { once: true })
      })
      if (life.dead) await never
    },
    folder: '.',
    anywhere: false,
  })

  return {
    store,
    get dead() {
      return life.dead
    },
    die() {
      life.dead = true
    },
    async run(flow, flowId, run, signals, rejectedOf) {
      const kinds = kindsFor(around.shop.snapshot, gate)
      const place: Workplace = {
        ...placed,
        kinds,
        send: async (call, kill) => {
          const at = clock.now()
          const stopped = signals.stop.aborted
          await gate()
          // As the real way out does: what was cut before it left is not sent.
          if (kill.aborted) return { unanswered: { taken: 'no', code: 'stopped', message: 'Cut.' } }
          const stream = flows.get(`${run}\n${call.url}`)!
          let said: Sent | undefined
          const send = async (wanted: typeof call) => {
            said = await Promise.race([
              platform.send(
                { stream, life, run, at, stopped, cut: kill, meant: post => onDisk(store, stream, post) },
                wanted,
                () => life.dead || kill.aborted,
              ),
              new Promise<Sent>(resolve => {
                const cut = () => resolve({ unanswered: { taken: 'unknown', code: 'stopped', message: 'Cut.' } })
                if (kill.aborted) cut()
                else kill.addEventListener('abort', cut, { once: true })
              }),
            ])
            return said
          }
          const sent = await (plant?.send?.(send, call) ?? send(call))
          if (life.dead) await never
          if (dice.chance(around.deadly())) {
            life.dead = true
            await never
          }
          if (said) platform.heard(said)
          return sent
        },
      }
      const report = await execute(
        flow,
        {
          flowId,
          run,
          ...(plant?.signals?.(signals) ?? signals),
          ...(rejectedOf !== undefined && { rejectedOf }),
          progress: () => {},
          problems: () => {},
        },
        plant?.place?.(place) ?? place,
      )
      return life.dead ? never : report
    },
  }
}
