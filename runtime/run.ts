/** Pulls a path dry: recover, read, shape, seal, judge, batch, deliver. The books balance on every way out. */

import { readyAt, takeApart, tryNow } from './account.ts'
import { Books } from './books.ts'
import type { Session } from './contract.ts'
import { Stop } from './contract.ts'
import { type CursorReading, cursorReading, endedWell } from './cursor.ts'
import { deliver, newHunt, send, waiting } from './deliver.ts'
import type { Follower } from './intent.ts'
import type { Plan } from './plan.ts'
import { Quality } from './quality.ts'
import { enterUnread, nothingRecovered, recover } from './recover.ts'
import type { PathReport, PathState } from './report.ts'
import { needsOf } from './source-failure.ts'
import { Stream } from './stream.ts'
import { type DeliveryRules, type Item, NO_DOUBT, ownRules, SHORT_PAUSE_MS, tellRows, type Way } from './way.ts'
import { type Waiting, window } from './window.ts'
import type { World } from './world.ts'

export interface RunOptions {
  address: { connection: unknown; base: string }
  /** Requests under way at once; 1 keeps order and keeps doubt small. */
  inFlight: number
  /** Events per request, at most; the platform's own limit holds anyway. */
  batch?: number
  /** Everything but the sending. */
  dryRun?: boolean
  /** Rows to read at most. */
  limit?: number
  rules?: DeliveryRules
  /** A person waits for it: an account that did not work is tried at once, not when we would try it again. */
  asked?: boolean
  /** Many runs are under way: one that could only wait from the start ends, and leaves its rows to the next. */
  crowded?: boolean
}

/** Runs one path to its end and says what became of every row. Failures that a person can understand end in the report. */
export async function run(plan: Plan, session: Session, world: World, options: RunOptions): Promise<PathReport> {
  const { path, source, model, destination, dialect } = plan.resolved
  const nodes = [source.id, model.id, ...plan.steps.map(s => s.id), destination.id]
  const at = (does: 'feeds' | 'sealing') => plan.steps.findLast(step => step.kind[does])?.id
  const where = { mapping: at('feeds'), sealing: at('sealing') }
  const quality = new Quality(dialect, plan.steps.at(-1)?.shape ?? plan.rows, plan.sealing.alreadyHashed, where)
  const books = new Books(path, destination.id, nodes, dialect, quality, world.now)
  const way: Way = {
    plan,
    address: options.address,
    world,
    books,
    rules: options.rules ?? ownRules,
    waits: books.waits,
    tell: () => world.progress(books.report('running')),
    streak: { unknown: 0 },
    answers: { events: 0, refused: new Map() },
  }
  const stream = new Stream(way, session, options)
  const recovered = nothingRecovered()
  let cursor: CursorReading | undefined
  let error: PathReport['error']
  try {
    if (!options.dryRun) {
      world.ledger.inherit()
      open(way, options)
      await recover(way, recovered)
      tellRepeated(way)
    }
    const reading = await cursorReading(plan, session, world)
    if (reading && 'advance' in reading) cursor = reading
    books.cursor = reading && 'advance' in reading ? reading.report() : reading
    await window(stream.batches(recovered, cursor), options.inFlight, async (batch, waiting) => {
      if (!options.dryRun) return sendOn(way, stream, batch, waiting)
      stream.begun(batch)
      await hold(way, batch)
      stream.done(batch)
    })
  } catch (cause) {
    error = errorOf(cause, cause instanceof Stop && OF_THE_QUERY.has(cause.code) ? model.id : source.id)
    if (error.code === UNFORESEEN) world.unforeseen?.(cause)
  }
  if (cursor) books.cursor = cursor.report()
  stream.giveBack(error ? 'run_failed' : 'stopped')
  if (!options.dryRun) {
    perhaps(() => enterUnread(way, recovered))
    tellRepeated(way)
  }
  try {
    tellRows(way)
  } catch (cause) {
    // The list is lost; what the books know of requests that left is not.
    error ??= errorOf(cause, source.id)
  }
  if (!error) advance(cursor, books, world)
  const report = books.report(endState(books, error, world), error)
  world.progress(report)
  return report
}

/** One place in the window: a batch, and what its outcome took along to the disk, as long as there is something. */
async function sendOn(way: Way, stream: Stream, first: readonly Item[], waiting: Waiting<readonly Item[]>): Promise<void> {
  let next: { items: readonly Item[]; id?: number } | undefined = { items: first }
  const follower: Follower = {
    get waiting() {
      return waiting.item
    },
    follows(id) {
      next = { items: waiting.item!, id }
      stream.begun(next.items)
      waiting.take()
    },
  }
  stream.begun(first)
  while (next) {
    const { items, id }: { items: readonly Item[]; id?: number } = next
    next = undefined
    const sent = id === undefined ? deliver(way, items, follower) : send(way, items, id, newHunt(), NO_DOUBT, follower)
    await sent.finally(() => tellRepeated(way))
    stream.done(items)
  }
}

/** A disk that cannot be read takes this from the report, not the report: the run ends as what hindered it says. */
const tellRepeated = ({ books, world }: Way) => perhaps(() => (books.repeated = world.ledger.repeated()))
function perhaps(act: () => void): void {
  try {
    act()
  } catch {}
}

/** A cursor that could not be kept stays where it was: the next run reads more than it must, and nothing is lost. */
function advance(cursor: CursorReading | undefined, { tally }: Books, world: World): void {
  try {
    if (cursor && endedWell(tally, world)) cursor.advance(world)
  } catch {
    // The disk may be full; what was delivered is on it, and the report must not be lost with the cursor.
  }
}

/** Reads nothing when nothing could be sent. */
function open(way: Way, { asked, crowded }: RunOptions): void {
  const { account } = way.world
  if (asked) account.put(takeApart(tryNow(account.get())))
  const at = readyAt(account.get())
  if (at - way.world.now() > (crowded ? SHORT_PAUSE_MS : way.rules.patienceMs)) throw waiting(way, at)
}

function endState({ tally }: Books, error: PathReport['error'], world: World): PathState {
  if (world.stop.aborted) return 'stopped'
  if (error) return 'failed'
  return tally.rejected + tally.invalid + tally.uncertain > 0 ? 'partial' : 'succeeded'
}
/** What a reading fails with when the model's query is at fault, not the door to the data. */
const OF_THE_QUERY: ReadonlySet<string> = new Set([
  'source.bad_query',
  'source.bad_value',
  'source.no_column',
  'source.no_permission',
  'source.only_reads',
])

export const UNFORESEEN = 'app.unknown'

/** A failure in words. What nobody foresaw keeps its class name only: its message might hold data. */
export function errorOf(cause: unknown, node: string): NonNullable<PathReport['error']> {
  if (cause instanceof Stop) {
    const needs = cause.needs ?? needsOf(cause.code)
    return {
      code: cause.code,
      message: cause.message,
      why: cause.why,
      node: cause.node ?? node,
      ...(needs && { needs }),
      ...(cause.until !== undefined && { resumesAt: new Date(cause.until).toISOString() }),
    }
  }
  return { code: UNFORESEEN, message: 'Something went wrong on our side', why: cause instanceof Error ? cause.name : 'Unknown failure' }
}
async function hold({ books, plan, world }: Way, batch: readonly Item[]): Promise<void> {
  const node = plan.resolved.destination.id
  for (const item of batch) books.unsent({ code: 'dry_run', node, key: item.label }, item.expires, world.now())
}
