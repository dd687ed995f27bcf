/** The first rows of a path, seen at every step, and the very requests that a run would send for them. Sends nothing, asks no ledger. */
import { Batches } from './batches.ts'
import { Books } from './books.ts'
import type { Row, Session, Shape } from './contract.ts'
import { Left } from './contract.ts'
import type { Call, Sealed, Wire } from './dialect.ts'
import { eventKey, identified, idKey, keyLabel, keyParts } from './identity.ts'
import { onlyShown } from './lookup/looking.ts'
import type { Plan } from './plan.ts'

export interface Gone {
  key: string
  outcome: Left['outcome']
  code: string
  field: string | null
  message: string
}
export interface NodePreview {
  node: string
  columns: Shape
  rows: Row[]
  in: number
  out: number
  /** Rows that left here, with the reason. */
  results: Gone[]
}
export interface Fit {
  key: string
  sealed: Sealed
  text: string
  group: { id: string; events: number; resendSafe: boolean }
}
export interface PathPreview {
  path: string
  destination: string
  nodes: NodePreview[]
  requests: Call[]
  /** Events that would leave, in order. */
  fit: Fit[]
}

export interface PreviewOptions {
  rows: number
  address: { connection: unknown; base: string }
  now: number
  /** Events per request, at most, as the step's settings say; the platform's own limit holds anyway. */
  batch?: number
}

export async function preview(plan: Plan, session: Session, { rows: limit, address, now, batch }: PreviewOptions): Promise<PathPreview> {
  const rows = await firstRows(plan, session, limit, now)
  const spoiled = session.spoiled?.() ?? []
  const { source, model, destination, dialect, path } = plan.resolved
  const books = new Books(path, destination.id, [], dialect)
  const nodes: NodePreview[] = [source.id, model.id].map(node => ({
    node,
    columns: plan.rows,
    rows: rows.map(row => onlyShown(row, plan.rows)),
    in: rows.length,
    out: rows.length,
    results: [],
  }))
  // Lines that are no rows leave at the source; a few of them stand for all.
  const lines = spoiled.flatMap(({ code, samples }) => samples.map(line => ({ code, key: `line ${line}` })))
  nodes[0]!.results = lines.map(({ code, key }) => ({ key, outcome: 'invalid', code, field: null, message: books.sentence(code) }))
  nodes[0]!.in += lines.length
  let alive = rows.map(row => ({ row, parts: keyParts(row, plan.query.key) }))
  const gone = (left: Left, parts: readonly string[] | null): Gone => ({
    key: parts ? keyLabel(parts) : '',
    outcome: left.outcome,
    code: left.code,
    field: left.field ?? null,
    message: books.sentence(left.code, left.field),
  })

  for (const step of plan.steps) {
    const node: NodePreview = { node: step.id, columns: step.shape, rows: [], in: alive.length, out: 0, results: [] }
    alive = alive.flatMap(({ row, parts }) => {
      const next = step.apply(row)
      if (next instanceof Left) node.results.push(gone(next, parts))
      return next instanceof Left ? [] : [{ row: next, parts }]
    })
    node.rows = alive.map(a => onlyShown(a.row, step.shape))
    node.out = alive.length
    nodes.push(node)
  }

  const last: NodePreview = { node: destination.id, columns: [], rows: [], in: alive.length, out: 0, results: [] }
  const fit: Fit[] = []
  const seen = new Set<string>()
  for (const { row, parts } of alive) {
    const sealed = sealedOf(plan, row, parts, seen, now)
    if (sealed instanceof Left) last.results.push(gone(sealed, parts))
    else fit.push({ key: keyLabel(parts!), sealed, text: dialect.encode(sealed), group: dialect.group(sealed, now) })
  }
  showSealed(plan, nodes, last, fit)
  nodes.push(last)
  return { path, destination: destination.id, nodes, requests: requestsOf(plan, fit, address, batch), fit }
}

async function firstRows(plan: Plan, session: Session, limit: number, now: number): Promise<Row[]> {
  const stop = new AbortController()
  const rows: Row[] = []
  for await (const page of session.read(plan.query, { size: Math.min(limit, 1000), limit, now, stop: stop.signal })) {
    rows.push(...page)
    if (rows.length > limit) break
  }
  return rows.slice(0, limit)
}

function sealedOf(plan: Plan, event: Row, parts: readonly string[] | null, seen: Set<string>, now: number): Sealed | Left {
  if (!parts) return new Left('invalid', 'key_null')
  const name = plan.sealer.name(event)
  if (name instanceof Left) return name
  const key = eventKey(name, parts)
  if (seen.has(key)) return new Left('invalid', 'same_key')
  const { own: id, event: whole } = identified(event, name, parts, plan.sealer)
  const own = id === undefined ? undefined : idKey(name, id)
  if (own && seen.has(own)) return new Left('invalid', 'id_not_unique', 'event_id')
  const sealed = plan.sealer.seal(whole, () => {})
  if (sealed instanceof Left) return sealed
  const flaw = plan.resolved.dialect.judge(sealed, now)
  if (flaw) return flaw
  seen.add(key)
  if (own) seen.add(own)
  return sealed
}

/** The drawn sealing step shows identity after cleaning; the destination shows the whole event in its own spelling. */
function showSealed(plan: Plan, nodes: NodePreview[], last: NodePreview, fit: readonly Fit[]): void {
  const { targets } = plan.resolved.dialect
  const used = targets.filter(t => fit.some(f => f.sealed.values[t.key] !== undefined))
  const flat = (value: Wire | undefined) =>
    value === undefined ? null : Array.isArray(value) && value.length === 1 ? (value[0] as Wire) : value
  last.columns = used.map(t => ({ key: t.key, type: 'text' }))
  last.rows = fit.map(f => Object.fromEntries(used.map(t => [t.key, flat(f.sealed.values[t.key])])))
  last.out = fit.length
  const drawn = nodes.find(n => plan.steps.some(s => s.id === n.node && s.kind.sealing))
  if (!drawn) return
  drawn.columns = used.map(t => ({ key: t.concept, type: 'text' }))
  drawn.rows = fit.map(f => Object.fromEntries(used.map(t => [t.concept, flat(f.sealed.values[t.key])])))
}

function requestsOf(plan: Plan, fit: readonly Fit[], address: PreviewOptions['address'], most = Number.POSITIVE_INFINITY): Call[] {
  const { dialect } = plan.resolved
  const batches = new Batches<Fit & { bytes: number }>(dialect.limits.bytes)
  const sized = fit.map(f => ({ ...f, bytes: Buffer.byteLength(f.text), group: { ...f.group, events: Math.min(f.group.events, most) } }))
  const full = [...sized.flatMap(f => [...batches.add(f)]), ...batches.rest()]
  return full.map(batch =>
    dialect.call(
      batch.map(f => f.text),
      address,
    ),
  )
}
