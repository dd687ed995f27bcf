/** The reading side of a run: pages in, full batches out. Holds at most a page, one unfinished batch per group and one batch ahead. */

import { Batches, urgentFirst } from './batches.ts'
import { SOON_MS } from './books.ts'
import { bounds } from './bounds.ts'
import { compared, type PrintOf, printing } from './changed.ts'
import type { Row, Session } from './contract.ts'
import { Left } from './contract.ts'
import { both, type CursorReading } from './cursor.ts'
import { eventKey, identified, idKey, keyLabel, keyParts } from './identity.ts'
import { countNarrowed, countSpoiled } from './left-at-source.ts'
import { Fused } from './plan.ts'
import { lostOutcome } from './reasons.ts'
import type { Recovered } from './recover.ts'
import { Turns } from './turns.ts'
import { type Item, tellRows, type Way } from './way.ts'
import type { EventKey, Known } from './world.ts'

const PROGRESS_MS = 250
interface Shaped {
  key: EventKey
  idKey: EventKey | undefined
  label: string
  event: Row
}

export class Stream {
  readonly #way: Way
  readonly #session: Session
  readonly #limit: number | undefined
  readonly #batch: number
  readonly #held: Batches<Item>
  /** Steps that we decide ourselves; those before were decided by the source, and what a lookup there found is only told. */
  readonly #fused: Fused
  /** Their ids. */
  readonly #own: readonly string[]
  /** Keys read in this run and not settled yet: the ledger cannot know them. */
  readonly #pending = new Set<EventKey>()
  /** Full batches that nobody has begun to send. */
  readonly #full = new Set<readonly Item[]>()
  /** Keys of this page that count as sent, by a person's decision. */
  readonly #treated: EventKey[] = []
  /** The event id is the model's one key column: unique by itself where it travels as it stands. */
  readonly #idIsKey: boolean
  readonly #print: PrintOf
  #reported = 0

  constructor(way: Way, session: Session, { limit, batch }: { limit?: number; batch?: number }) {
    this.#way = way
    this.#session = session
    this.#limit = limit
    this.#batch = batch ?? Number.POSITIVE_INFINITY
    this.#held = new Batches(way.plan.resolved.dialect.limits.bytes)
    const { query, resolved } = way.plan
    this.#print = printing(way.plan, way.world.printKey)
    this.#idIsKey =
      query.key.length === 1 &&
      resolved.steps.some(({ kind, config }) => {
        const from = kind.feeds?.(config, 'event_id')
        return from !== undefined && 'column' in from && from.column === query.key[0]
      })
    const first = way.plan.narrowed.length
    const told = way.plan.steps.slice(0, first).filter(({ id }) => way.plan.joined.has(id))
    const own = [...told, ...way.plan.steps.slice(first)]
    this.#fused = new Fused(own, [...told.map(() => ({ in: 0, out: 0 })), ...way.books.nodes.slice(first + 2, -1)])
    this.#own = own.map(step => step.id)
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
    for await (const rows of this.#session.read(plan.query, reading)) {
      this.#arrive(rows.length)
      cursor?.see(rows)
      for (const batch of await this.#page(rows, recovered)) this.#full.add(batch)
      yield* this.#full
      tellRows(this.#way)
      this.#progress()
      if (world.stop.aborted) break
    }
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
  async #page(rows: readonly Row[], recovered: Recovered): Promise<Item[][]> {
    const { world } = this.#way
    const turns = new Turns(world)
    const shaped: Shaped[] = []
    for (const row of rows) {
      const one = this.#shape(row)
      if (one) shaped.push(one)
      if (turns.over) await turns.give()
    }
    const items: Item[] = []
    this.#treated.length = 0
    for (const row of this.#unknown(shaped, recovered)) {
      const item = this.#fresh(row)
      if (item) items.push(item)
      if (turns.over) await turns.give()
    }
    world.treatedAsSent?.keep(this.#treated)
    return urgentFirst(items, world.now() + SOON_MS).flatMap(item => [...this.#held.add(item)])
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
    const item = this.#seal(row)
    if (!item) return undefined
    this.#pending.add(row.key)
    if (row.idKey) this.#pending.add(row.idKey)
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
    this.#way.books.enter('invalid', { code: 'id_not_unique', node: this.#sealNode(), field: 'event_id', key })
    return true
  }
  #shape(row: Row): Shaped | undefined {
    const { plan, books } = this.#way
    const parts = keyParts(row, plan.query.key)
    const label = parts ? keyLabel(parts) : undefined
    const at = () => this.#own[this.#fused.at]!
    const event = this.#fused.apply(row, (code, field) => books.note({ outcome: lostOutcome(code), code, node: at(), field, key: label }))
    if (event instanceof Left) {
      const node = at()
      books.enter(event.outcome, { code: event.code, node, field: event.field, key: event.outcome === 'filtered' ? undefined : label })
      return undefined
    }
    if (!parts) {
      books.enter('invalid', { code: 'key_null', node: plan.resolved.model.id })
      return undefined
    }
    const name = plan.sealer.name(event)
    if (name instanceof Left) return this.#leave(name, this.#sealNode(), label!)
    const key = eventKey(name, parts)
    const { own, lost, event: whole } = identified(event, name, parts, plan.sealer)
    if (lost) books.note({ outcome: 'field_left_out', code: lost, node: this.#sealNode(), field: 'event_id', key: label })
    return { key, idKey: own === undefined ? undefined : this.#idKey(name, own, parts[0]!), label: label!, event: whole }
  }
  /** " A1" travels as "A1": it is watched as the row whose key that is, which keeps no second key of its own. */
  #idKey(name: string, id: string, part: string): EventKey | undefined {
    if (!this.#idIsKey) return idKey(name, id)
    return id === part ? undefined : eventKey(name, [id])
  }
  #seal({ key, idKey, label, event }: Shaped): Item | undefined {
    const { plan, world, books } = this.#way
    const { dialect, destination } = plan.resolved
    const node = this.#sealNode()
    const note = (code: string, field: string) => books.note({ outcome: 'field_left_out', code, node, field, key: label })
    const sealed = plan.sealer.seal(event, note, books.quality)
    if (sealed instanceof Left) return this.#leave(sealed, node, label)
    if (world.treatedAsSent && sealed.time * 1000 <= world.treatedAsSent.until) {
      this.#treated.push(key, ...(idKey ? [idKey] : []))
      books.enter('duplicate', { code: 'treated_as_sent', node: destination.id })
      return undefined
    }
    const flaw = dialect.judge(sealed, world.now())
    if (flaw) return this.#leave(flaw, destination.id, label)
    for (const code of dialect.lacks?.(sealed) ?? []) books.note({ outcome: 'warning', code, node: destination.id })
    const { maxAgeS, late } = dialect.window(sealed.source)
    if (late && world.now() / 1000 - sealed.time > late.afterS) books.note({ outcome: 'warning', code: late.code, node: destination.id })
    for (const code of dialect.restrictions?.(sealed) ?? []) books.note({ outcome: 'restricted', code, node: destination.id })
    const text = dialect.encode(sealed)
    const group = dialect.group(sealed, world.now())
    const bytes = Buffer.byteLength(text)
    if (bytes + 64 > dialect.limits.bytes) return this.#leave(new Left('invalid', 'too_large'), destination.id, label)
    return {
      key,
      idKey,
      label,
      print: this.#print(event),
      text,
      bytes,
      group: { ...group, events: Math.min(group.events, this.#batch) },
      expires: (sealed.time + maxAgeS) * 1000,
    }
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
  /** The drawn step that says how identity is treated, else the destination. */
  #sealNode(): string {
    return this.#way.plan.steps.findLast(s => s.kind.sealing)?.id ?? this.#way.plan.resolved.destination.id
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
