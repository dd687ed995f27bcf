/** Adding what was chosen in the add-step menu: filled in as far as the server and the connections allow. */

import type { Flow, FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { api } from '../api.ts'
import { nodeOf } from '../document/edit.ts'
import { addSteps, called, type NewStep, type Where } from '../document/edits.ts'
import { upstream } from '../document/graph.ts'
import { type Choice, tableModel } from '../document/legal.ts'
import { replaceStep } from '../document/rewire.ts'
import { askTables, type TableInfo } from '../queries.ts'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import type { Situation } from './command.ts'
import { besideFlow, focusStep, useStage } from './stage.ts'

const PATIENCE_MS = 1_500
/** A large file is read to its end to know its columns; somebody waits for the step meanwhile. */
const FILE_PATIENCE_MS = 4_000
/** Nobody waits: a table that was long in coming is still taken where nothing has been put behind its source. */
const BEHIND_PATIENCE_MS = 60_000

/** Adds the choice with what must stand before or behind it, selects it, and puts the keyboard on it. */
export async function addChoice(at: Situation, choice: Choice, where: Where): Promise<void> {
  const steps = [...choice.first.map(kind => started(at, kind)), ...(await withModel(at, choice, where))]
  const view = useStage.getState().view
  const { flow, dispatch } = at.store.getState()
  const edit = addSteps(flow, at.kinds, steps, where)
  dispatch(edit)
  if (besideFlow()) useStage.setState({ settings: 'step' })
  focusStep(edit.ids.at(-1)!)
  requestAnimationFrame(() => view?.reveal(edit.ids.at(-1)!))
}

/**
 * Puts a model of the likeliest table behind a source that has just been told where its data are, as part of that act. Nothing
 * where its tables are not known within a minute; what follows already goes along.
 */
export async function modelBehind(at: Situation, id: string): Promise<void> {
  const model = tableModel(at.kinds)
  const told = at.store.getState().flow
  const source = nodeOf(told, id)
  const alone = (flow: Flow) => !flow.edges.some(edge => edge.from === id)
  if (!model || !source) return
  if (!alone(told)) return modelsFollow(at, told, source)
  const table = likeliest(await tablesBehind(at, source, BEHIND_PATIENCE_MS))
  const { flow, dispatch } = at.store.getState()
  if (!table || !alone(flow) || nodeOf(flow, id)?.config !== source.config) return
  const step = tableStep(model, table.name, keyOf(table), table.title)
  const edit = addSteps(flow, at.kinds, [step], { after: id, port: '' })
  // The panel stays with what the person is at.
  dispatch({ ...edit, select: at.store.getState().selected, completes: told })
  requestAnimationFrame(() => useStage.getState().view?.reveal(edit.ids[0]!, true))
}

/**
 * A source that now reads another file takes along the models behind it whose table that file does not have, where it holds one
 * table only: part of the act, too. A name that said the old table says the new one; a key is found anew while nothing follows,
 * for later it is what rows are remembered by.
 */
async function modelsFollow(at: Situation, told: Flow, source: FlowNode): Promise<void> {
  const model = tableModel(at.kinds)
  const behind = ({ nodes, edges }: Flow) =>
    nodes.filter(node => node.kind === model?.id && edges.some(edge => edge.from === source.id && edge.to === node.id))
  if (behind(told).length === 0) return
  const [table, ...more] = await tablesBehind(at, source, BEHIND_PATIENCE_MS)
  const { flow, dispatch } = at.store.getState()
  if (!table || more.length > 0 || nodeOf(flow, source.id)?.config !== source.config) return
  const left = behind(flow).filter(node => typeof node.config.table === 'string' && node.config.table !== table.name)
  if (left.length === 0) return
  dispatch({
    label: say('change {title}', { title: model?.title ?? '' }),
    completes: told,
    change: draft => {
      for (const { id, name, config } of left) {
        const node = nodeOf(draft, id)!
        if (name === titleOf(String(config.table))) node.name = table.title ?? titleOf(table.name)
        if (!draft.edges.some(edge => edge.from === id)) node.config.key = keyOf(table)
        node.config.table = table.name
      }
    },
  })
}

/** Makes a step the chosen kind. */
export function replaceWith(at: Situation, id: string, choice: Choice): void {
  const { flow, dispatch, undo } = at.store.getState()
  const edit = replaceStep(flow, at.kinds, id, started(at, choice.kind))
  dispatch(edit)
  focusStep(id)
  if (edit.dropped.length) {
    const lost = edit.dropped.map(e => called(flow, at.kinds, e.to)).join(', ')
    toast(say('{called} has no such way out any more: {lost} lost its connection.', { called: called(flow, at.kinds, id), lost }), {
      tone: 'warn',
      acts: [{ label: say('Undo'), act: undo }],
    })
  }
}

/** A kind's first settings: its own, and the first saved connection where it needs one. */
function started({ connections }: Situation, kind: KindInfo): NewStep & { config: Record<string, unknown> } {
  const connection = kind.connection ? connections.find(c => c.kind === kind.id)?.name : undefined
  return { kind, config: { ...kind.initial, ...(connection && { connection }) } }
}

async function withModel(at: Situation, { kind, preset }: Choice, where: Where): Promise<NewStep[]> {
  const step = started(at, kind)
  const model = tableModel(at.kinds)
  if (preset) {
    const source = { kind, config: { ...step.config, ...preset.config }, name: preset.title }
    return preset.model && model ? [source, tableStep(model, preset.model.table, preset.model.key)] : [source]
  }
  if (kind.role === 'source' && model) {
    const table = likeliest(await tablesOf(step.config.connection))
    return table ? [{ ...step }, tableStep(model, table.name, keyOf(table), table.title)] : [step]
  }
  if (model && kind.id === model.id && where && 'after' in where) {
    const { flow } = at.store.getState()
    const source = flow.nodes.find(n => n.id === upstream(flow, where.after).at(-1))
    const table = likeliest(await tablesBehind(at, source))
    if (table) return [tableStep(model, table.name, keyOf(table), table.title)]
  }
  return [step]
}
const tableStep = (kind: KindInfo, table: string, key: readonly string[], title?: string): NewStep => ({
  kind,
  config: { ...kind.initial, table, key: [...key] },
  name: title ?? titleOf(table),
})
/** "public.shop_orders" as a person would say it: "Shop orders". */
const titleOf = (table: string): string => {
  const words = (table.split('.').at(-1) ?? table).replace(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

async function tablesOf(connection: unknown): Promise<readonly TableInfo[]> {
  if (typeof connection !== 'string') return []
  return api<TableInfo[]>(`/api/connections/${encodeURIComponent(connection)}/tables`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    () => [],
  )
}
/** What the source of an open flow holds: asked of its connection, else, as for a file, of the source as it is drawn. */
async function tablesBehind(at: Situation, source: FlowNode | undefined, patience = FILE_PATIENCE_MS): Promise<readonly TableInfo[]> {
  if (source && at.kinds.get(source.kind)?.connection === null) {
    const { id, flow } = at.store.getState()
    return askTables(id, { document: flow, node: source.id }, AbortSignal.timeout(patience)).catch(() => [])
  }
  return tablesOf(source?.config.connection)
}
const telling = [
  /^([^.]*\.)?(purchases?|orders?|sales|transactions?)$/i,
  /purchase|order|sale|transaction/i,
  /conversion|event|lead|signup|booking/i,
]
/** The table that most likely holds what happened. */
const likeliest = <T extends { name: string }>(tables: readonly T[]): T | undefined =>
  telling.map(words => tables.find(t => words.test(t.name))).find(Boolean) ?? tables[0]
/** "N° commande", "Bestellnummer", "order no", "Numero ordine": what a shop calls the number of an order. */
const orderNumber =
  /^(n°|nº|nr|no|num\w*|id)[ ._-]*(de |da |del |di |la )*(commande|order|pedido|ordine|bestellung)|(commande|order|pedido|ordine|bestell(ung)?)s?[ ._-]*(id|nr|no|num\w*)$/i
/** The column that most likely names a row. */
function keyOf(table: TableInfo): string[] {
  const columns = table.columns?.map(c => c.key) ?? []
  const stem = (table.name.split('.').at(-1) ?? '').replace(/s$/i, '').toLowerCase()
  const found =
    columns.find(c => c.toLowerCase() === `${stem}_id`) ??
    columns.find(c => orderNumber.test(c)) ??
    columns.find(c => /^id$/i.test(c)) ??
    columns.find(c => /_id$/i.test(c))
  return found ? [found] : []
}
