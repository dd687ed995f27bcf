/** The first rows of models, for judging what texts hold; kept for a minute, so that typing in the editor does not read on every key. */
import { type Apply, type Query, type Row, type Source, type Step, Stop } from '../../runtime/contract.ts'
import { type Lookup, wholeTable } from '../../runtime/lookup/lookup.ts'
import type { Placed } from '../../runtime/resolve.ts'
import { connectionOf, openSource, type Workplace } from '../runs/workplace.ts'

const ROWS = 200
const WAIT_MS = 15_000
const KEEP_MS = 60_000
/** Rows are bigger than columns. */
const KEPT_MAX = 20

export class FirstRows {
  readonly #kept = new Map<string, { at: number; rows: readonly Row[] }>()

  forget(): void {
    this.#kept.clear()
  }

  /** None where they cannot be read: whoever needs them will be told why. */
  async of(source: Placed<Source>, query: Query, place: Workplace): Promise<readonly Row[]> {
    const key = JSON.stringify([source.kind.id, source.config, connectionOf(source, place).known.settings, query])
    const kept = this.#kept.get(key)
    if (kept && place.now() - kept.at < KEEP_MS) return kept.rows
    const rows = await read(source, query, place).catch((cause: unknown) => {
      if (cause instanceof Stop) return []
      throw cause
    })
    if (this.#kept.size >= KEPT_MAX) this.#kept.clear()
    this.#kept.set(key, { at: place.now(), rows })
    return rows
  }
}

async function read(source: Placed<Source>, query: Query, place: Workplace): Promise<Row[]> {
  const stop = AbortSignal.timeout(WAIT_MS)
  const session = await openSource(source, place, stop)
  try {
    const rows: Row[] = []
    for await (const page of session.read(query, { size: ROWS, limit: ROWS, now: place.now(), stop })) rows.push(...page)
    return rows.slice(0, ROWS)
  } finally {
    await session.close().catch(() => {})
  }
}

/** What lookups bring, as far as a check needs it: nothing is joined there, so a row gets what the next row of the second table holds. */
export class BroughtSamples {
  readonly #known = new Map<string, { lookup: Lookup; rows: readonly Row[]; next: number }>()

  bring(node: string): Apply {
    return row => {
      const known = this.#known.get(node)
      const found = known?.rows[known.next++ % known.rows.length]
      return known && found
        ? { ...row, ...Object.fromEntries(known.lookup.columns.map(({ column, as }) => [as, found[column] ?? null])) }
        : row
    }
  }

  async read(steps: readonly Placed<Step>[], source: Placed<Source>, place: Workplace, first: FirstRows): Promise<void> {
    for (const { id, kind, config } of steps) {
      const lookup = kind.looksUp?.(config)
      if (lookup) this.#known.set(id, { lookup, rows: await first.of(source, wholeTable(lookup), place), next: 0 })
    }
  }
}
