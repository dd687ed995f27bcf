/**
 * The reading side of a run: pages in, full batches out. Holds at most a page, one that the second thread has, one that the
 * source gives ahead, one unfinished batch per group and one batch ahead.
 */

import { Batches, urgentFirst } from './batches.ts'
import { SOON_MS } from './books.ts'
import { bounds } from './bounds.ts'
import { compared, type PrintOf, printMark, printsOf } from './changed.ts'
import type { Left, Row, Session } from './contract.ts'
import { both, type CursorReading } from './cursor.ts'
import { type Away, Elsewhere } from './elsewhere.ts'
import { type Finish, type Finished, finisher } from './finish.ts'
import type { Piece } from './finished-page.ts'
import { countNarrowed, countSpoiled } from './left-at-source.ts'
import type { Recovered } from './recover.ts'
import { type Shaped, Shaping, sealNode } from './shaping.ts'
import { Turns } from './turns.ts'
import { type Item, tellRows, type Way } from './way.ts'
import type { EventKey, Known } from './world.ts'

const PROGRESS_MS = 250
export class Stream {
  readonly #way: Way
  readonly #session: Session
  readonly #limit: number | undefined
  readonly #batch: number
  readonly #held: Batches<Item>
  readonly #shaping: Shaping
  /** Keys read in this run and not settled yet: the ledger cannot know them. */
  readonly #pending = new Set<EventKey>()
  /** Full batches that nobody has begun to send. */
  readonly #full = new Set<readonly Item[]>()
  /** Keys of this page that count as sent, by a person's decision. */
  readonly #treated: EventKey[] = []
  readonly #print: PrintOf
  readonly #finish: Finish
  readonly #elsewhere: Elsewhere
  #reported = 0

  constructor(way: Way, session: Session, { limit, batch }: { limit?: number; batch?: number }) {
    this.#way = way
    this.#session = session
    this.#limit = limit
    this.#batch = batch ?? Number.POSITIVE_INFINITY
    this.#held = new Batches(way.plan.resolved.dialect.limits.bytes)
    const { resolved, sealing, timezone, sealer, now } = way.plan
    const print = printMark(way.plan, way.world.printKey)
    const how = { dialect: resolved.dialect, sealing, timezone, now, print, treatedUntil: way.world.treatedAsSent?.until }
    this.#print = printsOf(print)
    this.#finish = finisher(how, way.books.quality, sealer)
    this.#elsewhere = new Elsewhere(way, how)
    this.#shaping = new Shaping(way)
  }

  async *batches(recovered: Recovered, cursor?: CursorReading): AsyncGenerator<readonly Item[]> {
    const { plan, world, books } = this.#way
    if (world.stop.aborted) return
    const rows = await countNarrowed(this.#way, this.#session, cursor?.where)
    if (rows !== undefined) books.ahead(Math.min(rows, this.#limit ?? rows), this.#whole())
    const drawn = plan.windowed ?? plan.narrowed.at(-1)
    const where = cursor?.where ? both(drawn, cursor.where) : drawn
    const reading = {
      size: bounds.pageRows.most,
      now: world.now(),
      stop: world.stop,
      ...(this.#limit !== undefined && { limit: this.#limit }),
      ...(where && { where }),
    }
    try {
      for await (const rows of this.#session.read(plan.query, reading)) {
        this.#arrive(rows.length)
        cursor?.see(rows)
        await this.#page(rows, recovered)
        yield* this.#full
        tellRows(this.#way)
        this.#progress()
        if (world.stop.aborted) break
      }
    } finally {
      await this.#back().finally(() => this.#elsewhere.end())
    }
    yield* this.#full
    countSpoiled(this.#way, this.#session)
    if (world.stop.aborted) return
    for (const batch of this.#held.rest()) this.#full.add(batch)
    yield* this.#full
  }
  /** The batch is on its way: its rows are entered in the books by whoever sends it. */
  begun(batch: readonly Item[]): void {
    this.#full.delete(batch)
  }
  done(batch: readonly Item[]): void {
    for (const item of batch) {
      this.#pending.delete(item.key)
      if (item.idKey) this.#pending.delete(item.idKey)
    }
    // Told whatever was told before it: the next answer may take long.
    this.#tell()
  }
  /** What was read and never begun: unsent, and new for the next run. */
  giveBack(code: string): void {
    const { books, plan, world } = this.#way
    for (const item of [...[...this.#full].flat(), ...this.#held.left()])
      books.unsent({ code, node: plan.resolved.destination.id, key: item.label }, item.expires, world.now())
    this.#countEnds()
  }

  /** One page: shaped, known ones dropped by one look into the ledger, sealed, judged, batched. */
  async #page(rows: readonly Row[], recovered: Recovered): Promise<void> {
    const turns = new Turns(this.#way.world)
    const shaped: Shaped[] = []
    for (const row of rows) {
      const one = this.#shaping.shape(row)
      if (one) shaped.push(one)
      if (turns.over) await turns.give()
    }
    // What becomes of a row there decides whether a later row of the same event is one too many.
    if (this.#elsewhere.hasAny(shaped)) await this.#back()
    const fresh = this.#unknown(shaped, recovered)
    if (this.#elsewhere.takes(fresh)) {
      const before = this.#elsewhere.begin(fresh)
      if (before) await this.#enter(before)
      return
    }
    await this.#back()
    const items: Item[] = []
    for (const row of fresh) {
      const item = this.#fresh(row)
      if (item) items.push(item)
      if (turns.over) await turns.give()
    }
    this.#hold(items)
  }
  /** What the second thread still has is entered and held here. */
  async #back(): Promise<void> {
    const page = this.#elsewhere.take()
    if (page) await this.#enter(page)
  }
  async #enter({ rows, again, finished }: Away): Promise<void> {
    const { books, plan } = this.#way
    const done = await finished
      // It died, or met what no thread can finish: then it fails here as well, in the way it would without a second one.
      .catch(() => this.#finishedHere(rows))
      .catch(cause => {
        for (const { label } of [...rows, ...again])
          books.enter('unsent', { code: 'run_failed', node: plan.resolved.destination.id, key: label })
        throw cause
      })
    const items: Item[] = []
    for (const [i, one] of done.entries()) {
      const item = this.#item(rows[i]!, one)
      if (item) items.push(this.#watched(item))
    }
    // A second row of an event counts only if nothing came of the first.
    for (const row of again) {
      const item = this.#fresh(row)
      if (item) items.push(item)
    }
    this.#hold(items)
  }
  async #finishedHere(rows: readonly Shaped[]): Promise<readonly Finished[]> {
    const turns = new Turns(this.#way.world)
    const done: Finished[] = []
    for (const { event } of rows) {
      done.push(this.#finish(event, this.#way.world.now()))
      if (turns.over) await turns.give()
    }
    return done
  }
  #hold(items: Item[]): void {
    const { world } = this.#way
    world.treatedAsSent?.keep(this.#treated)
    this.#treated.length = 0
    for (const item of urgentFirst(items, world.now() + SOON_MS)) for (const batch of this.#held.add(item)) this.#full.add(batch)
  }
  /**
   * Those that nobody has sent and nobody is sending. Decided in one go: what is under way may be settled at the next turn,
   * and would be neither pending nor what the ledger said of it.
   */
  #unknown(shaped: readonly Shaped[], recovered: Recovered): Shaped[] {
    const known = this.#way.world.ledger.look(shaped.flatMap(s => (s.idKey ? [s.key, s.idKey] : [s.key])))
    return shaped.filter(row => {
      const { key, label, idKey: id } = row
      recovered.events.delete(key)
      const before = known.get(key)
      // First what this run holds itself: to the ledger a request under way looks like one of unknown outcome.
      if (!before || this.#pending.has(key)) return !this.#taken(row) && !(id && known.has(id) && this.#notUnique(label))
      this.#known(row, before, recovered)
      return false
    })
  }
  /** Sealed and held by this run from now on, unless an earlier row of the page is the same event. */
  #fresh(row: Shaped): Item | undefined {
    if (this.#taken(row)) return undefined
    const item = this.#item(row, this.#finish(row.event, this.#way.world.now()))
    return item && this.#watched(item)
  }
  #watched(item: Item): Item {
    this.#pending.add(item.key)
    if (item.idKey) this.#pending.add(item.idKey)
    return item
  }
  #taken({ key, idKey: id, label }: Shaped): boolean {
    const { books, plan } = this.#way
    if (id && !this.#pending.has(key) && this.#pending.has(id)) return this.#notUnique(label)
    if (!this.#pending.has(key)) return false
    books.enter('duplicate', { code: 'same_key', node: plan.resolved.model.id, key: label })
    return true
  }
  #notUnique(key: string): true {
    this.#way.books.enter('invalid', { code: 'id_not_unique', node: sealNode(this.#way), field: 'event_id', key })
    return true
  }
  /** What became of a row, entered in the books; an item where it may leave. */
  #item({ key, idKey, label }: Shaped, done: Finished<string | Piece>): Item | undefined {
    const { plan, books } = this.#way
    const { destination } = plan.resolved
    const node = { sealing: sealNode(this.#way), destination: destination.id }
    for (const { outcome, code, field } of done.remarks)
      books.note(
        outcome === 'field_left_out' ? { outcome, code, node: node.sealing, field, key: label } : { outcome, code, node: node.destination },
      )
    if (!('left' in done)) {
      const { text, bytes, print, group, expires } = done
      return { key, idKey, label, print, text, bytes, group: { ...group, events: Math.min(group.events, this.#batch) }, expires }
    }
    if (done.left !== 'treated') return this.#leave(done.left, node[done.by], label)
    this.#treated.push(key, ...(idKey ? [idKey] : []))
    books.enter('duplicate', { code: 'treated_as_sent', node: destination.id })
    return undefined
  }
  #leave(left: Left, node: string, key: string): undefined {
    this.#way.books.enter(left.outcome, { code: left.code, node, field: left.field, key })
    return undefined
  }
  #known({ key, label, event }: Shaped, before: Known, recovered: Recovered): void {
    const { plan, books, world } = this.#way
    const node = plan.resolved.destination.id
    if (before.state === 'delivered' && (before.run !== world.run || recovered.keys.has(key))) this.#compare(event, label, before)
    if (before.state === 'uncertain') books.enter('uncertain', { code: 'held', node, key: label })
    // Settled by this run's own second attempt: it is this run that delivered it.
    else if (recovered.keys.delete(key)) this.#settledAgain(before, label)
    else if (before.run === world.run) books.enter('duplicate', { code: 'same_key', node: plan.resolved.model.id, key: label })
    else books.enter('duplicate', { code: before.state === 'rejected' ? 'already_rejected' : 'already_sent', node })
  }
  /** Sent before: neither platform takes a correction, so a row that says something else by now is only counted. */
  #compare(event: Row, key: string, { print }: Known): void {
    const { books, plan } = this.#way
    // Without a print there is nothing to compare with, and nothing is made to compare.
    books.compared(print === undefined ? 'not_known' : compared(this.#print(event), print), plan.resolved.destination.id, key)
  }
  #settledAgain({ state }: Known, key: string): void {
    const { plan, books } = this.#way
    if (state === 'delivered') books.count('delivered', 1)
    else books.enter('rejected', { code: 'platform_refused', node: plan.resolved.destination.id, key })
  }
  /** How many nodes every row passes that is read: up to the first step that we decide ourselves and that leaves rows out. */
  #whole(): number {
    const { steps, narrowed } = this.#way.plan
    const sieve = steps.findIndex((step, i) => i >= narrowed.length && step.kind.ports)
    return 2 + (sieve < 0 ? steps.length : sieve + 1)
  }

  #arrive(rows: number): void {
    const { plan, books } = this.#way
    books.read(rows)
    for (const i of plan.narrowed.keys()) {
      books.nodes[i + 2]!.in += rows
      books.nodes[i + 2]!.out += rows
    }
  }
  #countEnds(): void {
    const { books } = this.#way
    const [source, model, ...rest] = books.nodes
    source!.in = source!.out = model!.in = model!.out = books.tally.read
    const last = rest.at(-1)!
    last.in = rest.at(-2)?.out ?? model!.out
    last.out = books.tally.delivered
  }
  #progress(): void {
    if (this.#way.world.now() - this.#reported >= PROGRESS_MS) this.#tell()
  }
  #tell(): void {
    const { world, books } = this.#way
    this.#reported = world.now()
    this.#countEnds()
    world.progress(books.report('running'))
  }
}
