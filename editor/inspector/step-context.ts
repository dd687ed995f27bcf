import { createContext, useContext } from 'react'
import type { Column, Problem } from '../../runtime/contract.ts'
import type { Flow, FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { useFlow } from '../document/hooks.ts'
import { useShape } from '../problems/use-check.ts'
import type { Property } from './property.ts'

/** What every control is given. `set` changes this setting, or the part of it that `inside` leads to. */
export interface ControlProps {
  property: Property
  value: unknown
  set(value: unknown, inside?: readonly string[]): void
  problems: readonly Problem[]
  readOnly: boolean
}

/** The step whose settings are shown; absent in the form of a connection. */
export interface SettingsStep {
  step: FlowNode
  kind: KindInfo
}
export const StepContext = createContext<SettingsStep | null>(null)

/** The step whose settings are shown, for controls that only make sense inside a step. */
export function useSettingsStep(): SettingsStep {
  const context = useContext(StepContext)
  if (!context) throw new Error('This control only works in the settings of a step.')
  return context
}

/** The step that a step receives from. */
export const parentOf = (flow: Flow, node: string): FlowNode | undefined => {
  const from = flow.edges.find(edge => edge.to === node)?.from
  return flow.nodes.find(n => n.id === from)
}

/** The first step of the way to a step. */
export function sourceOf(flow: Flow, node: string): FlowNode | undefined {
  const seen = new Set<string>()
  let found: FlowNode | undefined
  for (let at = parentOf(flow, node); at && !seen.has(at.id); at = parentOf(flow, at.id)) {
    seen.add(at.id)
    found = at
  }
  return found
}

/** The columns that arrive at the step whose settings are shown; for a model, which has none arriving, its own. */
export function useArriving(): readonly Column[] {
  const { step, kind } = useSettingsStep()
  const { document } = useFlow()
  return useShape(kind.role === 'model' ? step.id : parentOf(document, step.id)?.id)
}

/** A zone that is none is told of where it is chosen. */
function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || zone === '') return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** By whose clock a run reads days and times that carry no zone at this step: the model's, else the schedule's, else UTC. */
export function useClockZone(): string {
  const { step } = useSettingsStep()
  const { document } = useFlow()
  for (let at = parentOf(document, step.id), left = document.nodes.length; at && left > 0; at = parentOf(document, at.id), left--) {
    const { timezone } = at.config as { timezone?: unknown }
    if (isZone(timezone)) return timezone
  }
  const planned = document.schedule?.timezone
  return isZone(planned) ? planned : 'UTC'
}
