/** What people mapped a column to in one flow is suggested in the next one on the same connection. */
import { concepts } from '../../runtime/concepts.ts'
import type { Kinds } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { destinationsOf, leavesOf, type Placed, place as placed } from '../../runtime/resolve.ts'
import type { Remembered } from '../../runtime/suggest/suggest.ts'
import { keepMeanings, type Meaning, meaningsOf } from '../store/meanings.ts'
import type { Store } from '../store/open.ts'
import type { CheckedFlow } from './check.ts'

/** Keeps what a flow that goes live says of its models' own columns. */
export function rememberMeanings(store: Store, flow: Flow, { nodes }: CheckedFlow, kinds: Kinds): void {
  const found = new Map<string, Omit<Meaning, 'at'>>()
  for (const leaf of destinationsOf(flow, kinds)) {
    const path = placed(flow, leaf, kinds).partial.placed
    const from = sourceOf(path)
    const columns = new Set(from && nodes[from.model]?.shape.map(column => column.key))
    if (!from) continue
    for (const { kind, config } of path)
      for (const { id: concept } of concepts) {
        const fed = kind.role === 'step' ? kind.feeds?.(config, concept) : undefined
        if (!fed || !('column' in fed) || !columns.has(fed.column)) continue
        const { connection, source } = from
        found.set(JSON.stringify([connection, source, fed.column, concept]), {
          connection,
          source,
          name: fed.column,
          concept,
          flow: flow.name,
        })
      }
  }
  keepMeanings(store, [...found.values()])
}

/** What is known of the columns that reach a node: by the same table, else by other tables where they agree. */
export function rememberedAt(store: Store, flow: Flow, node: string, kinds: Kinds): Remembered {
  const upTo: Flow = { ...flow, edges: flow.edges.filter(edge => edge.from !== node) }
  const from = leavesOf(upTo).includes(node) ? sourceOf(placed(upTo, node, kinds).partial.placed) : undefined
  if (!from) return {}
  const byColumn = Map.groupBy(meaningsOf(store, from.connection), meaning => meaning.name)
  return Object.fromEntries(
    [...byColumn].flatMap(([column, all]) => {
      const here = all.filter(meaning => meaning.source === from.source)
      const agreed = here.length > 0 ? here : agreeing(all)
      return agreed.length > 0 ? [[column, { concepts: agreed.map(m => m.concept), flow: agreed[0]!.flow }]] : []
    }),
  )
}
function agreeing(all: readonly Meaning[]): Meaning[] {
  const bySource = [...Map.groupBy(all, meaning => meaning.source).values()]
  const said = new Set(
    bySource.map(of =>
      of
        .map(m => m.concept)
        .sort()
        .join(),
    ),
  )
  return said.size === 1 ? bySource[0]! : []
}

/** The connection and the table that a path reads; none where the source has no connection to remember by. */
function sourceOf([source, model]: readonly Placed[]): { connection: string; source: string; model: string } | undefined {
  const connection = (source?.config as { connection?: unknown } | undefined)?.connection
  if (source?.kind.role !== 'source' || model?.kind.role !== 'model' || typeof connection !== 'string') return undefined
  const { from } = model.kind.query(model.config)
  return { connection, source: 'table' in from ? from.table : '', model: model.id }
}
