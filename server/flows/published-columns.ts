/** The columns that the models of a version gave when it was published: names and types, kept with it. */
import { isDeepStrictEqual } from 'node:util'
import type { Kinds } from '../../runtime/contract.ts'
import type { Columns } from '../../runtime/drift.ts'
import type { Flow, FlowNode } from '../../runtime/flow.ts'
import { getVersion, type StoredFlow } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import type { CheckedFlow } from './check.ts'

export function columnsOf({ nodes }: CheckedFlow, flow: Flow, kinds: Kinds): Columns {
  const models = flow.nodes.filter(node => kinds.get(node.kind)?.role === 'model')
  return Object.fromEntries(models.flatMap(({ id }) => (nodes[id]?.shape.length ? [[id, nodes[id].shape]] : [])))
}

/** Those of the live version, for models that still ask the same of the same source. */
export function publishedColumns(store: Store, { id, live }: Pick<StoredFlow, 'id' | 'live'>, draft: Flow): Columns {
  if (live === null) return {}
  const { document, columns } = getVersion(store, id, live)
  return Object.fromEntries(Object.entries(columns ?? {}).filter(([model]) => sameRows(document, draft, model)))
}

function sameRows(one: Flow, other: Flow, model: string): boolean {
  const way = (flow: Flow) => {
    const at = (id: string | undefined): FlowNode | undefined => flow.nodes.find(node => node.id === id)
    const source = at(flow.edges.find(edge => edge.to === model)?.from)
    return [at(model), source].map(node => node && [node.kind, node.config])
  }
  return isDeepStrictEqual(way(one), way(other))
}
