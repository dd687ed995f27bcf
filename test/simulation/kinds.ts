/** A source in memory and a destination of no platform in particular, beside the product's own models and steps. */
import * as z from 'zod'
import { kinds as real } from '../../nodes/kinds.ts'
import { object, objectIn, unspoken } from '../../runtime/answers.ts'
import { predicate } from '../../runtime/conditions/predicate.ts'
import { destination, type Kinds, Left, type Shape, source } from '../../runtime/contract.ts'
import type { Dialect, Normaliser, Verdict } from '../../runtime/dialect.ts'
import { epochSeconds } from '../../runtime/normalise/time.ts'
import { type Snapshot, ZONE } from './shop.ts'

export const WINDOW_S = 7 * 86_400
const asIs: Normaliser = { id: 'as_is', says: 'as it is', apply: value => value as string }
const SIM = { prefix: 'sim', name: 'The platform' }

function read(answer: { status: number; headers: Record<string, string>; body: string }, sent: number): Verdict {
  const body = objectIn(answer.body)
  if (answer.status === 401) return { kind: 'stop', fault: 'token', code: 'sim.token', message: 'The token is not valid.' }
  if (answer.status === 400 && body?.refused) {
    const suspects = Array.isArray(body.suspects) ? (body.suspects as number[]) : undefined
    return { kind: 'poisoned', ...(suspects && { suspects }), code: 'sim.bad', message: 'An event is bad.' }
  }
  if (answer.status !== 200) return unspoken(answer, SIM)
  const results = object(body)?.results
  if (!Array.isArray(results) || results.length !== sent)
    return { kind: 'retry', taken: 'unknown', code: 'sim.unreadable', message: 'The answer is not the platform’s.' }
  return { kind: 'settled', results: results.map(code => (code === null ? null : { code: `sim.${code}`, message: 'It is bad.' })) }
}

const TOO_OLD = new Left('expired', 'sim.too_old', 'event_time')
const dialect: Dialect<{ account: string; events: number }> = {
  targets: [
    { key: 'name', concept: 'event_name', title: 'Name', normalise: asIs, required: true },
    { key: 'place', concept: 'action_source', title: 'Place', normalise: asIs, required: true },
    { key: 'time', concept: 'event_time', title: 'Time', normalise: epochSeconds, required: true },
    { key: 'id', concept: 'event_id', title: 'Id', normalise: asIs, required: true },
    { key: 'row', concept: 'order_id', title: 'Row', normalise: asIs, required: true },
    { key: 'v', concept: 'value', title: 'Value', normalise: asIs },
  ],
  events: {},
  needs: () => [],
  identity: [],
  window: () => ({ maxAgeS: WINDOW_S, maxFutureS: 60 }),
  limits: { bytes: 100_000, inFlight: 1 },
  judge: ({ time }, now) => (now / 1000 - time > WINDOW_S ? TOO_OLD : undefined),
  group: ({ source: place }) => ({ id: place, events: 1000, resendSafe: place !== 'physical_store' }),
  encode: ({ values }) => JSON.stringify({ id: values.id, row: values.row, v: values.v ?? 0 }),
  call: (events, { connection }) => ({ method: 'POST', url: connection.account, headers: {}, body: `{"events":[${events.join(',')}]}` }),
  read,
  account: ({ account }) => account,
  reasons: {},
}

const SHAPE: Shape = [
  { key: 'id', type: 'text' },
  { key: 'at', type: 'time', zoned: true },
  { key: 'place', type: 'text' },
  { key: 'v', type: 'number' },
  { key: 'changed', type: 'time', zoned: true },
  { key: 'wall', type: 'time' },
  { key: 'day', type: 'date' },
  { key: 'grows', type: 'number' },
  { key: 'epoch', type: 'number' },
]

/** The product's kinds, with a source whose pages come through `page`. */
export function kindsFor(look: () => Snapshot, page: () => Promise<void>): Kinds {
  const memory = source({
    id: 'memory',
    title: 'Memory',
    summary: 'Rows in memory.',
    config: z.strictObject({}),
    example: {},
    open: async () => {
      const { rows, clock } = look()
      return {
        tables: async () => [{ name: 'orders' }],
        describe: async () => SHAPE,
        narrows: () => true,
        clock: async () => clock,
        async *read(_, { where, now, stop }) {
          const asked = where ? rows.filter(predicate(where, SHAPE, { now, timezone: ZONE })) : rows
          for (let at = 0; at < asked.length && !stop.aborted; at += 40) {
            await page()
            yield asked.slice(at, at + 40)
          }
        },
        close: async () => {},
      }
    },
  })
  const platform = destination({
    id: 'sim',
    title: 'Simulated platform',
    summary: 'Nobody.',
    config: z.strictObject({ connection: z.string(), batch: z.int(), inFlight: z.int() }),
    connection: z.strictObject({ account: z.string() }),
    example: { connection: 'a', batch: 10, inFlight: 1 },
    dialect: dialect as Dialect,
  })
  return new Map([...real, ['memory', memory], ['sim', platform]])
}
