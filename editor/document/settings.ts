/** Edits of settings: a step's config and name, the flow's name and schedule. */

import type { Fix } from '../../runtime/contract.ts'
import type { Delivery, Flow, Schedule } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'
import { type Edit, nodeOf } from './edit.ts'

/** In a repair: what is set belongs to the flow and to none of its steps. */
const FLOW = ''
type Box = Record<string, unknown>
const isBox = (value: unknown): value is Box => typeof value === 'object' && value !== null

/**
 * Sets one setting of a step; `undefined` removes it. Missing objects on the way are made. Number-like path parts
 * step into lists. `label` completes "Undo: …"; typing in the same field coalesces.
 */
export const setConfig = (node: string, path: readonly string[], value: unknown, label: string): Edit => ({
  label,
  same: `config ${node} ${JSON.stringify(path)}`,
  change: flow => {
    const found = nodeOf(flow, node)
    if (found) setAt(found.config, path, value)
  },
})

/** Replaces several settings at once as one step of history: "accept all suggestions". */
export const setConfigs = (
  node: string,
  values: readonly { path: readonly string[]; value?: unknown }[],
  label: string,
  announce?: string,
): Edit => ({
  label,
  ...(announce && { announce }),
  change: flow => {
    const box = node === FLOW ? (flow as Box) : nodeOf(flow, node)?.config
    if (box) for (const { path, value } of values) setAt(box, path, value)
  },
})

/** The one-press repair that came with a problem. */
export const applyFix = (node: string, fix: Fix): Edit => ({
  ...setConfigs(fix.node ?? node, [fix.set, ...(fix.also ?? [])], fix.label),
  announce: say('{label}: done.', { label: fix.label }),
})

/** An empty name goes back to the kind's own title. */
export const renameStep = (node: string, name: string): Edit => ({
  label: say('rename step'),
  same: `name ${node}`,
  change: flow => {
    const found = nodeOf(flow, node)
    if (!found) return
    if (name.trim()) found.name = name.slice(0, 200)
    else delete found.name
  },
})

export const renameFlow = (name: string): Edit => ({
  label: say('rename flow'),
  same: say('flow name'),
  change: flow => {
    if (name.trim()) flow.name = name.trim().slice(0, 200)
  },
})

/** `null`: only when somebody presses Run. */
export const setSchedule = (schedule: Schedule | null): Edit => ({
  label: say('change schedule'),
  announce: say('Schedule changed.'),
  change: flow => {
    if (schedule) flow.schedule = schedule
    else delete flow.schedule
  },
})

/** One rule of delivery; `undefined` goes back to the product's own. */
export const setDelivery = <K extends keyof Delivery>(name: K, value: Delivery[K] | undefined): Edit => ({
  label: say('change what happens when things go wrong'),
  same: `delivery ${name}`,
  change: flow => {
    const delivery: Delivery = { ...flow.delivery }
    if (value === undefined) delete delivery[name]
    else delivery[name] = value
    if (Object.keys(delivery).length) flow.delivery = delivery
    else delete flow.delivery
  },
})

/** Brings the whole document to another one, as one undoable step: a version taken as the draft, a merge. */
export const replaceFlow = (next: Flow, label: string, announce?: string): Edit => ({
  label,
  ...(announce && { announce }),
  change: flow => {
    for (const key of Object.keys(flow)) if (!(key in next)) delete (flow as unknown as Box)[key]
    for (const [key, value] of Object.entries(next))
      if (JSON.stringify((flow as unknown as Box)[key]) !== JSON.stringify(value)) (flow as unknown as Box)[key] = structuredClone(value)
  },
})

function setAt(box: Box, path: readonly string[], value: unknown): void {
  const last = path.at(-1)
  if (last === undefined) return
  let at: Box = box
  for (const key of path.slice(0, -1)) {
    if (!isBox(at[key])) at[key] = {}
    at = at[key] as Box
  }
  if (value === undefined && !Array.isArray(at)) delete at[last]
  else at[last] = typeof value === 'object' && value !== null ? structuredClone(value) : value
}
