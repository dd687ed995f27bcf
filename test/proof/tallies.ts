/**
 * The numbers of the run page beside the platform's own: the real server, killed while requests are under way, stopped and paused
 * by a person, who also changes, publishes and copies the flow meanwhile, before a platform that is slow, refuses some events and breaks off some answers.
 */
import { ids, judged, type Surroundings } from './case.ts'
import { died } from './checker.ts'
import { kill, pause, type Served } from './product.ts'
import type { Random } from './random.ts'
import { type ApiRun, idle, runNow, runsOf, setUp, startServer, type TableShop, tableShop, tellRuns, until } from './served-shop.ts'
import type { Destination } from './shop.ts'

const SUITE = 'the run page beside the platform’s own tally'
/** Rounds of one shop. */
const IN_A_ROW = 10
const ROWS = 120
/** One answer in so many goes wrong. */
const WRONG = 12
const FAULTS = ['taken, then cut', 'taken, then 502', 'not taken, 500', 'not taken, cut', '429 with seconds'] as const

export async function tallies(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('tallies')
  const kinds: Destination[] = ['meta', 'pinterest']
  for (let left = count; left > 0; left -= IN_A_ROW) {
    const destination = kinds[Math.ceil(left / IN_A_ROW) % 2]!
    await new Story(around, random, destination, Math.min(left, IN_A_ROW)).play()
  }
}

interface Drawing {
  name: string
  nodes: { config: Record<string, unknown> }[]
}

class Story {
  readonly #around: Surroundings
  readonly #random: Random
  readonly #destination: Destination
  readonly #rounds: number
  readonly #complaints: string[] = []
  #table!: TableShop
  #served!: Served
  #flow = ''
  #deaths = 0

  constructor(around: Surroundings, random: Random, destination: Destination, rounds: number) {
    this.#around = around
    this.#random = random
    this.#destination = destination
    this.#rounds = rounds
  }

  async play(): Promise<void> {
    const { next, pick } = this.#random
    const poison = new Set<string>()
    const manner = () => (next() * WRONG < 1 ? pick(FAULTS) : 'ok')
    this.#table = await tableShop(this.#around, { delayMs: 40, poison, manner }, this.#destination)
    const { shop, platform, add, close } = this.#table
    try {
      await this.#start()
      this.#flow = await setUp(this.#served, this.#table)
      for (let round = 0; round < this.#rounds; round++) {
        for (const [i, { order_id }] of (await add(ROWS)).entries()) if (i % 40 === 7) poison.add(order_id)
        await this.#windowOf(pick([this.#killed, this.#killed, this.#stopped, this.#paused, this.#edited, this.#edited]))
        if (round % 2 === 1) await idle(this.#served, this.#flow)
      }
      platform.manners.manner = () => 'ok'
      await this.#settle()
      const runs = await tellRuns(this.#served, this.#flow, shop)
      this.#compare(runs, await this.#metric('delivered'), poison)
      await kill(this.#served, 'SIGTERM')
      const taken = new Set([...ids(shop.all)].filter(id => !poison.has(id)))
      const finding = judged(shop, { taken, refused: poison }, this.#complaints)
      this.#around.done({ suite: SUITE, name: `tributary serve, ${this.#destination}`, cases: this.#rounds, ...finding })
    } finally {
      if (this.#served) await kill(this.#served)
      await close()
    }
  }

  async #start(): Promise<void> {
    this.#served = await startServer(this.#table.shop, this.#around)
  }
  async #die(): Promise<void> {
    await kill(this.#served)
    this.#deaths++
    died(this.#table.shop)
    await this.#start()
  }
  /** Does `act` at some moment after a request of this round has arrived. */
  async #windowOf(act: () => Promise<void>): Promise<void> {
    const { requests } = this.#table.platform
    const seen = requests.length + this.#random.whole(0, ROWS / 10 - 2)
    await runNow(this.#served, this.#flow)
    await until(() => requests.length > seen, 15_000)
    await pause(this.#random.next() * 60)
    await act.call(this)
  }
  async #killed(): Promise<void> {
    await this.#die()
  }
  async #stopped(): Promise<void> {
    const going = (await runsOf(this.#served, this.#flow, 5)).find(({ state }) => state === 'running' || state === 'queued')
    if (going) await this.#quietAfter(() => this.#served.ask('POST', `/api/runs/${going.run}/stop`, {}))
  }
  async #paused(): Promise<void> {
    await this.#quietAfter(() => this.#served.ask('POST', `/api/flows/${this.#flow}/pause`, {}))
    await this.#served.ask('POST', `/api/flows/${this.#flow}/resume`, {})
  }
  /** A person publishes a changed flow and makes a copy of it while it runs; half of the times the process dies at once after. */
  async #edited(): Promise<void> {
    const at = `/api/flows/${this.#flow}`
    const { document, revision } = await this.#served.ask<{ document: Drawing; revision: number }>('GET', at)
    const batch = this.#random.pick([4, 7, 10])
    const nodes = document.nodes.map(node => ('batch' in node.config ? { ...node, config: { ...node.config, batch } } : node))
    await this.#served.ask('PUT', at, { document: { ...document, nodes } }, { 'if-match': `"${revision}"` })
    await this.#served.ask('POST', `${at}/publish`, {})
    await this.#served.ask('POST', '/api/flows', { document: { ...document, name: `${document.name}, copy` } })
    if (this.#random.next() < 0.5) await this.#die()
  }
  /** [I7] after a person's word was taken nothing leaves but what is on its way, also by a server that dies at once and comes back. */
  async #quietAfter(word: () => Promise<unknown>): Promise<void> {
    const { requests } = this.#table.platform
    await word()
    const seen = requests.length
    if (this.#random.next() < 0.5) await this.#die()
    await pause(600)
    const more = requests.length - seen
    if (more > 1) this.#complaints.push(`${more} requests left after a person had stopped it [I7]`)
  }

  /** Until nothing is left to do; then three runs that have nothing to send. */
  async #settle(): Promise<void> {
    const last = async () => (await runsOf(this.#served, this.#flow, 1))[0]?.paths[0]?.tally
    for (let i = 0; i < 8; i++) {
      await idle(this.#served, this.#flow)
      await runNow(this.#served, this.#flow)
      await idle(this.#served, this.#flow)
      const tally = await last()
      if (tally && tally.unsent + tally.uncertain + tally.delivered + tally.rejected === 0) break
    }
    const { requests } = this.#table.platform
    const before = requests.length
    for (let i = 0; i < 2; i++) {
      await runNow(this.#served, this.#flow)
      await idle(this.#served, this.#flow)
    }
    if (requests.length > before) this.#complaints.push('requests after everything was settled [I4]')
  }

  /** What all runs tell together is what the platform has, event by event; it is told once. */
  #compare(runs: readonly ApiRun[], metric: number, poison: ReadonlySet<string>): void {
    const { requests } = this.#table.platform
    const paths = runs.flatMap(run => run.paths)
    const told = (of: (path: ApiRun['paths'][number]) => number) => paths.reduce((sum, path) => sum + of(path), 0)
    const taken = new Set(requests.flatMap(request => request.taken)).size
    const delivered = told(({ tally }) => tally.delivered)
    const rejected = told(({ tally }) => tally.rejected)
    const sent = told(path => path.requests)
    const say = (what: string) => void this.#complaints.push(what)
    if (delivered !== taken) say(`the runs tell ${delivered} delivered, the platform has ${taken} [I5]`)
    if (metric !== taken) say(`/metrics tells ${metric} delivered, the platform has ${taken} [I5]`)
    if (rejected !== poison.size) say(`the runs tell ${rejected} rejected, the platform refused ${poison.size} [I5]`)
    // One that was on disk when the process died has left or has not.
    if (sent < requests.length || sent > requests.length + this.#deaths)
      say(`the runs tell ${sent} requests, ${requests.length} arrived and ${this.#deaths} processes died [I5]`)
  }
  async #metric(outcome: string): Promise<number> {
    const text = await fetch(`${this.#served.url}/metrics`).then(answer => answer.text())
    return Number(new RegExp(`^tributary_rows\\{outcome="${outcome}"\\} (\\d+)$`, 'm').exec(text)?.[1])
  }
}
