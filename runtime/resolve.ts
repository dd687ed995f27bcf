/** From a drawing to paths whose kinds are found and settings parsed. Needs no connection and reads nothing. */
import type { AnyKind, Destination, Kinds, Model, Problem, Source, Step } from './contract.ts'
import type { Dialect } from './dialect.ts'
import { type Flow, type FlowNode, pathsOf } from './flow.ts'
import { type Issue, issueText, ownWords } from './issue.ts'

export interface Placed<K extends AnyKind = AnyKind> {
  id: string
  /** In a sentence: in quotes as a person named it, else by its kind, which is said in every language. */
  name: string
  kind: K
  /** Parsed by the kind's own schema. */
  config: any
  /** The way out that this path takes. */
  port: string
}
export interface Resolved {
  /** Ids joined by " > ". */
  path: string
  source: Placed<Source>
  model: Placed<Model>
  steps: Placed<Step>[]
  destination: Placed<Destination>
  /** The language that the destination speaks: its own, or that of the kind whose rules it checks against. */
  dialect: Dialect
  /** The kind whose language that is. */
  speaker: Destination
}
export type Partial = Pick<Resolved, 'path'> & { placed: Placed[]; leaf: string }

const must = (node: string, code: string, message: string, field?: string): Problem => ({
  node,
  code,
  level: 'must_fix',
  message,
  ...(field && { field }),
})

/** Faults of the drawing itself: loops, loose ends, unknown kinds, two ways into one step. */
export function drawingProblems(flow: Flow, kinds: Kinds): Problem[] {
  const problems: Problem[] = []
  const ids = new Map<string, FlowNode>()
  for (const node of flow.nodes) {
    if (ids.has(node.id)) problems.push(must(node.id, 'flow.same_id', `Two steps have the id "${node.id}".`))
    ids.set(node.id, node)
    if (!kinds.has(node.kind)) problems.push(must(node.id, 'flow.unknown_kind', `There is no kind of step called "${node.kind}".`))
  }
  const into = new Set<string>()
  for (const { from, to, port } of flow.edges) {
    for (const end of [from, to])
      if (!ids.has(end)) problems.push(must(end, 'flow.unknown_step', `A connection names "${end}", and there is no such step.`))
    const node = ids.get(to)
    const receiver = node ? calledIn(node, kinds.get(node.kind)) : to
    if (into.has(to)) problems.push(must(to, 'flow.two_inputs', `${receiver} receives from two steps. A step takes one connection.`))
    into.add(to)
    const kind = kinds.get(ids.get(from)?.kind ?? '')
    const ports = kind && 'ports' in kind ? (kind.ports?.map(p => p.id) ?? []) : []
    if (port !== undefined && kind && !ports.includes(port))
      problems.push(
        must(
          from,
          'flow.unknown_port',
          ports.length
            ? `"${port}" is not a way out of this step. It has ${ports.join(' and ')}.`
            : `This step has one way out, without a name; the connection names "${port}".`,
        ),
      )
  }
  const loop = loopIn(flow)
  if (loop) {
    const way = loop.map(id => ids.get(id)?.name ?? kinds.get(ids.get(id)?.kind ?? '')?.title ?? id).join(' → ')
    problems.push(must(loop[0]!, 'flow.cycle', `Rows would go round and never arrive: ${way}. Remove one of these connections.`))
  }
  if (flow.nodes.length === 0) problems.push(must('', 'flow.empty', 'The flow has no steps yet. Start with a source.'))
  else if (!flow.nodes.some(n => kinds.get(n.kind)?.role === 'destination' && !n.skip))
    problems.push(
      must(leavesOf(flow)[0] ?? flow.nodes[0]!.id, 'flow.no_destination', 'The flow ends without a destination, so nothing would be sent.'),
    )
  return problems
}

const calledIn = (node: FlowNode, kind: AnyKind | undefined) => (node.name ? `“${node.name}”` : (kind?.title ?? node.id))

/** The steps of a loop in the order that rows would go round, from one of them back to it. */
function loopIn(flow: Flow): string[] | undefined {
  const parents = new Map<string, string[]>()
  for (const { from, to } of flow.edges) parents.set(to, [...(parents.get(to) ?? []), from])
  const done = new Set<string>()
  const visit = (id: string, under: ReadonlySet<string>): string[] | undefined => {
    if (under.has(id)) return [id, ...[...under].slice([...under].indexOf(id)).toReversed()]
    if (done.has(id)) return undefined
    done.add(id)
    const now = new Set(under).add(id)
    for (const parent of parents.get(id) ?? []) {
      const found = visit(parent, now)
      if (found) return found
    }
    return undefined
  }
  for (const { id } of flow.nodes) {
    const found = visit(id, new Set())
    if (found) return found
  }
  return undefined
}

/** Steps that nothing follows. */
export function leavesOf(flow: Flow): string[] {
  const followed = new Set(flow.edges.map(e => e.from))
  return flow.nodes.map(n => n.id).filter(id => !followed.has(id))
}
/** Destinations that a run sends to, in drawing order. */
export const destinationsOf = (flow: Flow, kinds: Kinds): string[] =>
  flow.nodes.filter(n => kinds.get(n.kind)?.role === 'destination' && !n.skip).map(n => n.id)

interface PlacedPath {
  partial: Partial
  problems: Problem[]
}
/** The steps down to `leaf` with their kinds and parsed settings; problems for what does not parse. */
export const place = (flow: Flow, leaf: string, kinds: Kinds): PlacedPath => placing(flow, kinds)(leaf)

/** The same for one leaf after another; what their paths share is read once. */
export function placing(flow: Flow, kinds: Kinds): (leaf: string) => PlacedPath {
  const pathTo = pathsOf(flow)
  const read = new Map<FlowNode, ReturnType<typeof settingsOf>>()
  return leaf => {
    const problems: Problem[] = []
    const placed: Placed[] = []
    const steps = pathTo(leaf)
    for (const { node, port } of steps) {
      const kind = kinds.get(node.kind)
      if (!kind || (node.skip && kind.accepts === kind.emits)) continue
      const { parsed, wrong } = read.get(node) ?? settingsOf(node, kind)
      read.set(node, { parsed, wrong })
      problems.push(...wrong)
      if (!parsed.success) continue
      const one: Placed = {
        id: node.id,
        name: calledIn(node, kind),
        kind,
        config: parsed.data,
        port: port || ('ports' in kind && kind.ports?.[0]?.id) || '',
      }
      placed.push(one)
      if (kind.role === 'destination' && !speakerOf(one as Placed<Destination>, kinds)?.dialect)
        problems.push(
          must(node.id, 'destination.unknown_rules', 'The rules to check against are not known. Choose one of the destinations.', 'rules'),
        )
    }
    return { partial: { path: steps.map(s => s.node.id).join(' > '), placed, leaf }, problems }
  }
}
function settingsOf(node: FlowNode, kind: AnyKind) {
  const parsed = kind.config.safeParse(node.config)
  return { parsed, wrong: (parsed.error?.issues ?? []).map(issue => configProblem(node, kind, issue)) }
}

function configProblem(node: FlowNode, kind: AnyKind, issue: Issue): Problem {
  const field = issue.path.join('.')
  const empty = issue.path.length > 0 && valueAt(node.config, issue.path) === undefined
  const title = field && titleOf(kind, String(issue.path[0]))
  const message = empty
    ? unset[kind.role](title)
    : field
      ? `${title}: ${ownWords(issue) ?? issueText({ ...issue, path: issue.path.slice(1) })}`
      : issueText(issue)
  return must(node.id, empty ? 'config.missing' : 'config.wrong', message, field)
}
/** With what it hinders, which differs by what the step is for. */
const unset: Readonly<Record<AnyKind['role'], (title: string) => string>> = {
  source: title => `${title} is not set yet, so nothing can be read.`,
  model: title => `${title} is not set yet, so no rows come from here.`,
  step: title => `${title} is not set yet, so no row can pass.`,
  destination: title => `${title} is not set yet, so nothing can be sent.`,
}
const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown => path.reduce<any>((at, key) => at?.[key], root)
const titleOf = (kind: AnyKind, key: string): string => titleIn(kind.config, key)
/** What a form calls a setting. */
export function titleIn(schema: unknown, key: string): string {
  const shape = (schema as { shape?: Record<string, { meta?: () => { title?: string } | undefined }> } | undefined)?.shape
  return shape?.[key]?.meta?.()?.title ?? key
}

/** A path that can be opened, or what a person must repair first. */
export function resolve(flow: Flow, leaf: string, kinds: Kinds): Resolved | Problem[] {
  const { partial, problems } = place(flow, leaf, kinds)
  if (problems.length) return problems
  const wrong = orderProblems(partial.placed, leaf)
  if (wrong.length) return wrong
  const [source, model, ...rest] = partial.placed as [Placed<Source>, Placed<Model>, ...Placed[]]
  const destination = rest.at(-1) as Placed<Destination>
  const speaker = speakerOf(destination, kinds)!
  return { path: partial.path, source, model, steps: rest.slice(0, -1) as Placed<Step>[], destination, dialect: speaker.dialect!, speaker }
}

/** The destination whose language a node speaks; an empty choice is the first one with a simulator. */
export function speakerOf({ kind, config }: Placed<Destination>, kinds: Kinds): Destination | undefined {
  if (!kind.speaks) return kind
  const wanted = kind.speaks(config)
  const found = wanted ? kinds.get(wanted) : [...kinds.values()].find(k => k.role === 'destination' && k.dialect && k.simulator)
  return found?.role === 'destination' ? found : undefined
}

const GIVE_IT = {
  connection: 'Connect a source before it.',
  rows: 'Connect a step that gives rows before it.',
  events: 'Connect a step that gives events before it.',
} as const
function doesNotFit(title: string, accepts: string, before: string): string {
  if (before === 'rows' && accepts === 'events')
    return `${title} takes events, but receives rows. Add a step that maps the fields before it.`
  return `${title} takes ${accepts}, but receives ${before}.`
}
/** Each step must take what the step before gives. */
export function orderProblems(placed: readonly Placed[], leaf: string): Problem[] {
  const problems: Problem[] = []
  for (const [i, { id, kind }] of placed.entries()) {
    const before = placed[i - 1]?.kind.emits ?? null
    if (kind.accepts === before) continue
    problems.push(
      before === null
        ? must(id, 'flow.no_input', `${kind.title} receives nothing yet. ${GIVE_IT[kind.accepts!]}`)
        : must(id, 'flow.port', doesNotFit(kind.title, kind.accepts ?? 'nothing', before)),
    )
  }
  if (placed.at(-1)?.kind.role !== 'destination') problems.push(must(leaf, 'flow.open_end', 'This way ends without a destination.'))
  return problems
}
