/** A path made ready: shapes known from the source down, wants from the destination up, every step one function. */
import { bounds } from './bounds.ts'
import { actionSource, actionSources } from './concepts.ts'
import { type Conditions, conditionsIn } from './conditions/tree.ts'
import type { Apply, Column, Edge, Kinds, Problem, Query, Row, Sealing, Session, Shape, Step } from './contract.ts'
import { Left } from './contract.ts'
import type { Dialect, Target } from './dialect.ts'
import { type Columns, driftProblems } from './drift.ts'
import type { Hints } from './hints.ts'
import { type Lookups, lookups } from './lookup/looking.ts'
import type { Looking } from './lookup/lookup.ts'
import { modelProblems } from './model-problems.ts'
import type { Cut } from './narrowed.ts'
import { keptOnly } from './repeats.ts'
import type { Placed, Resolved } from './resolve.ts'
import { type Sealer, sealer } from './seal.ts'

const NEVER = new AbortController().signal
/** What is true of a whole run, whatever the path. */
export interface Facts {
  /** Epoch ms at the start of the run; "now" in every relative date. */
  now: number
  /** Zone of relative calendar units. */
  timezone: string
  /** Each model's columns as they were when the flow was published. */
  published?: Columns | undefined
}

/** One step of a path, made ready. */
export interface Ready {
  id: string
  kind: Step
  apply: Apply
  shape: Shape
  where: Conditions | undefined
  /** How rows that do not meet `where` are told apart. */
  cuts: readonly Cut[]
}

export interface Plan {
  resolved: Resolved
  query: Query
  /** What the model asks for, where the source keeps one row of each key: to count those that make way. */
  unkept: Query | undefined
  rows: Shape
  /** The columns of `query`: those of the model, and what lookups bring in the source. */
  wide: Shape
  /** Lookups that the source does, with the column that counts the rows of the key. */
  joined: Lookups['joined']
  steps: readonly Ready[]
  sealing: Sealing
  timezone: string | undefined
  /** Epoch ms at the start of the run. */
  now: number
  sealer: Sealer
  /** Leading conditions that the source decides, cumulative, one for each step; the same as before, or `undefined`, for one that leaves nothing out. */
  narrowed: readonly (Conditions | undefined)[]
  /** The last of `narrowed` and the platform's window in time, when the source can decide that too. */
  windowed: Conditions | undefined
  problems: readonly Problem[]
}

/** What a step is told about the far end. */
export interface Far {
  wants: readonly Target[]
  destination?: string
  needs(eventName: string, source: string): readonly string[]
  identity: readonly (readonly string[])[]
  asks?: Dialect['asks']
  remark?: Dialect['remark']
  derive?: Dialect['derive']
}
export const farEnd = (dialect: Dialect, title: string): Far => ({
  wants: dialect.targets,
  destination: title,
  needs: dialect.needs,
  identity: dialect.identity,
  ...(dialect.asks && { asks: dialect.asks }),
  ...(dialect.remark && { remark: dialect.remark }),
  ...(dialect.derive && { derive: dialect.derive }),
})
/** Before a destination is drawn: everything that any of them wants. */
export function anyFarEnd(kinds: Kinds): Far {
  const dialects = [...kinds.values()].flatMap(k => (k.role === 'destination' && k.dialect ? [k.dialect] : []))
  return {
    wants: dialects.flatMap(d => d.targets),
    needs: (name, source) => [...new Set(dialects.flatMap(d => d.needs(name, source)))],
    identity: dialects.flatMap(d => d.identity),
  }
}

export interface Walk {
  steps: Ready[]
  problems: Problem[]
  sealing: Sealing
  has: Shape
}
/** Down through the steps: what each receives, what is wrong with it, and its function. */
export function walk(
  placed: readonly Placed<Step>[],
  rows: Shape,
  far: Far,
  around: Facts & { hints: Hints; columnsTimezone?: string | undefined; looking?(node: string): Looking | undefined },
): Walk {
  let has = rows
  let sealing: Sealing = {}
  const problems: Problem[] = []
  const steps = placed.map(({ id, kind, config, port }): Ready => {
    const edge: Edge = {
      has,
      wants: far.wants,
      hints: around.hints,
      port,
      now: around.now,
      timezone: around.columnsTimezone ?? around.timezone,
      columnsTimezone: around.columnsTimezone,
      needs: far.needs,
      identity: far.identity,
      looking: around.looking?.(id),
      ...(far.destination && { destination: far.destination }),
      ...(far.asks && { asks: far.asks }),
      ...(far.remark && { remark: far.remark }),
      ...(far.derive && { derive: far.derive }),
    }
    const complaints = kind.check?.(config, edge) ?? []
    problems.push(...complaints.map(c => ({ level: 'must_fix' as const, ...c, node: id })))
    const fit = !complaints.some(c => (c.level ?? 'must_fix') === 'must_fix')
    const ready: Ready = {
      id,
      kind,
      apply: prepared(kind, config, edge, fit),
      where: fit ? kind.where?.(config, edge) : undefined,
      cuts: (fit && kind.cuts?.(config, edge)) || [],
      shape: kind.shape?.(config, edge) ?? has,
    }
    has = ready.shape
    sealing = { ...sealing, ...kind.sealing?.(config) }
    return ready
  })
  return { steps, problems, sealing, has }
}

const NEEDS_REPAIR = new Left('invalid', 'needs_repair')
/** A run refuses a step that must be repaired; a preview shows what it makes all the same, or that it makes nothing. */
function prepared(kind: Step, config: unknown, edge: Edge, fit: boolean): Apply {
  if (fit) return kind.prepare(config, edge)
  try {
    return kind.prepare(config, edge)
  } catch {
    return () => NEEDS_REPAIR
  }
}

/** Reads the columns and makes everything ready. Problems that must be fixed are in the plan; a run refuses such a plan. */
export async function plan(resolved: Resolved, session: Session, facts: Facts, mayNarrow = true, stop = NEVER): Promise<Plan> {
  const { model, steps: placed, source, dialect, destination } = resolved
  const asked = model.kind.query(model.config)
  const rows = await session.describe(asked)
  const faults = modelProblems(model, asked, rows)
  const kept = faults.some(({ level }) => level === 'must_fix') ? asked : await keptOnly(session, asked, rows)
  const found = await lookups(placed, session, kept, rows)
  const { query, wide, joined, looking } = found
  const columnsTimezone = model.kind.timezone?.(model.config)
  const far = farEnd(dialect, destination.kind.title)
  const around = { ...facts, hints: source.kind.hints?.(source.config) ?? {}, columnsTimezone, looking }
  const walked = walk(placed, rows, far, around)
  const before = facts.published?.[model.id]
  const complain = (shape: Shape) => walk(placed, shape, far, around).problems
  const drifted = before ? driftProblems({ model: model.id, query: asked, before, now: rows, complain, title: titleIn(resolved) }) : []
  const problems = [...drifted, ...faults, ...walked.problems, ...endProblems(resolved, walked)]
  const path = { dialect, sealing: walked.sealing, timezone: columnsTimezone, now: facts.now }
  const broken = problems.some(p => p.level === 'must_fix')
  if (!broken) await found.load(node => arriving(walked.steps, node, rows), { now: facts.now, stop })
  const narrowed = broken || !mayNarrow ? [] : narrowing(walked.steps, found, session)
  return {
    resolved,
    query,
    unkept: mayNarrow && kept !== asked ? asked : undefined,
    rows,
    wide,
    joined,
    steps: walked.steps,
    sealing: walked.sealing,
    timezone: columnsTimezone,
    now: facts.now,
    sealer: sealer(path),
    narrowed,
    windowed: broken || !mayNarrow ? undefined : windowing(resolved, walked.steps, narrowed, found, session, facts),
    problems,
  }
}

const titleIn =
  ({ model, steps }: Pick<Resolved, 'model' | 'steps'>) =>
  (node: string): string =>
    [model, ...steps].find(placed => placed.id === node)?.name ?? node

function endProblems({ destination }: Resolved, { has }: Walk): Problem[] {
  if (has.some(c => c.key === 'event_name')) return []
  return [
    {
      node: destination.id,
      code: 'flow.not_mapped',
      level: 'must_fix',
      message: 'Nothing says which event this is. Add a step that maps the fields.',
    },
  ]
}

/** The columns that arrive at a step. */
export const arriving = (steps: readonly Ready[], node: string, rows: Shape): Shape =>
  steps[steps.findIndex(s => s.id === node) - 1]?.shape ?? rows

/** The leading steps that are nothing but conditions, as far as the source decides them exactly as we would; lookups that it does stand in between. */
function narrowing(steps: readonly Ready[], { wide, joined }: Lookups, session: Session): (Conditions | undefined)[] {
  if (!session.narrows || !session.count) return []
  const narrowed: (Conditions | undefined)[] = []
  let whole = 0
  let asked = 0
  for (const { id, where, cuts } of steps) {
    if (joined.has(id)) {
      narrowed.push(narrowed.at(-1))
      continue
    }
    if (!where) break
    // Without a condition nothing stays behind: there is nothing to ask the source for.
    if (where.conditions.length === 0) {
      whole = narrowed.push(narrowed.at(-1))
      continue
    }
    const all: Conditions = { match: 'all', conditions: [...(narrowed.at(-1)?.conditions ?? []), where] }
    // What a step leaves out is counted by its conditions and all before it: many steps would ask for their square.
    asked += conditionsIn(all) * Math.max(1, cuts.length)
    if (whole > 0 && asked > bounds.countedConditions.most) break
    if (!session.narrows(all, wide)) break
    whole = narrowed.push(all)
  }
  return narrowed.slice(0, whole)
}

/** Rows too old for the platform need not travel, when their time is a zoned column that reaches the event unchanged. */
function windowing(
  { dialect, steps: placed }: Resolved,
  steps: readonly Ready[],
  narrowed: readonly (Conditions | undefined)[],
  { wide: rows, joined }: Lookups,
  session: Session,
  facts: Facts,
): Conditions | undefined {
  if (!session.narrows || !session.count) return undefined
  // The next step must be the one that makes events, or the column may not be what arrives there.
  const next = steps.slice(narrowed.length).find(s => !joined.has(s.id))
  const mapper = placed.find(p => p.id === next?.id)
  const feeds = (concept: string) => mapper?.kind.feeds?.(mapper.config, concept)
  const from = feeds('event_time')
  const time = from && 'column' in from ? rows.find((c): c is Column => c.key === from.column) : undefined
  if (time?.type !== 'time' || !time.zoned) return undefined
  const fixed = feeds('action_source')
  const sources = fixed && 'value' in fixed ? [actionSource(String(fixed.value)) ?? String(fixed.value)] : actionSources.map(s => s.id)
  const oldest = facts.now - Math.max(...sources.map(s => dialect.window(s).maxAgeS)) * 1000
  const recent: Conditions = {
    match: 'any',
    conditions: [
      { column: time.key, op: 'is_empty' },
      { column: time.key, op: 'after', value: new Date(oldest - 1000).toISOString() },
    ],
  }
  const all: Conditions = { match: 'all', conditions: [...(narrowed.at(-1)?.conditions ?? []), recent] }
  return session.narrows(all, rows) ? all : undefined
}

/**
 * The steps as one function from row to event; a row leaves at the first step that says so. `at` is the place of the step
 * that spoke last. Rows into and out of each step are counted on the way.
 */
export class Fused {
  at = 0
  readonly #applies: readonly Apply[]
  readonly #counts: readonly { in: number; out: number }[]
  constructor(steps: readonly { apply: Apply }[], counts: readonly { in: number; out: number }[]) {
    this.#applies = steps.map(s => s.apply)
    this.#counts = counts
  }
  apply(row: Row, lost?: Parameters<Apply>[1]): Row | Left {
    let value: Row = row
    for (let i = 0; i < this.#applies.length; i++) {
      this.#counts[i]!.in++
      this.at = i
      const next = this.#applies[i]!(value, lost)
      if (next instanceof Left) return next
      this.#counts[i]!.out++
      value = next
    }
    return value
  }
}
