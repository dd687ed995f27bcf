/** How many rows of a model share a key: counted in the source, within the time of a look. */
import type { Query } from '../../runtime/contract.ts'
import { Stop } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { keyProblems } from '../../runtime/model-problems.ts'
import { repeats, verdictOf } from '../../runtime/repeats.ts'
import { leavesOf, type Placed, place as placed } from '../../runtime/resolve.ts'
import type { Repeated } from '../api/payloads.ts'
import { named, openSource, type Workplace } from '../runs/workplace.ts'
import { maskRows } from './masking.ts'
import { impatient } from './patience.ts'

const LOOK_MS = 30_000

/** Fails with a `Stop` when the node is no model that is whole and joined to its source. */
export async function repeatsAt(
  flow: Flow,
  node: string,
  place: Workplace,
  personal: ReadonlySet<string>,
  waitMs = LOOK_MS,
): Promise<Repeated> {
  const { source, query } = modelAt(flow, node, place)
  const stop = AbortSignal.timeout(waitMs)
  const session = await openSource(source, place, stop)
  try {
    const shape = await session.describe(query)
    const [fault] = keyProblems({ from: query.from, key: query.key }, shape, node)
    if (fault) throw new Stop(fault.code, fault.message, '', { node })
    const { examples, ...found } = await repeats(session, query, { now: place.now(), stop })
    const shown = maskRows(
      examples.map(example => example.key),
      shape,
      personal,
    )
    const label = (at: number) => query.key.map(key => String(shown[at]![key])).join(' / ')
    return { ...found, verdict: verdictOf({ ...found, examples }), examples: examples.map(({ rows }, at) => ({ key: label(at), rows })) }
  } catch (cause) {
    throw named(impatient(cause, stop, waitMs), node)
  } finally {
    await session.close().catch(() => {})
  }
}

function modelAt(flow: Flow, node: string, place: Workplace): { source: Placed<any>; query: Query } {
  const upTo: Flow = { ...flow, edges: flow.edges.filter(edge => edge.from !== node) }
  const leaf = leavesOf(upTo).find(id => id === node)
  const [source, model] = leaf === undefined ? [] : placed(upTo, leaf, place.kinds).partial.placed
  if (source?.kind.role !== 'source' || model?.kind.role !== 'model')
    throw new Stop('model.not_whole', 'The step cannot be counted yet', 'Connect it to a source, and choose its rows and its key.', {
      node,
    })
  return { source, query: model.kind.query(model.config) }
}
