import type { FlowNode } from '../../runtime/flow.ts'
import type { Connection } from '../../server/api/payloads.ts'
import { called } from '../document/edits.ts'
import type { Kinds } from '../document/graph.ts'
import type { DocumentStore } from '../document/store.ts'
import { say } from '../words/words.ts'

/** What a command acts on. */
export interface Situation {
  store: DocumentStore
  /** The key that asked for it, for commands that several keys share. */
  key?: { name: string; shift: boolean }
  /** Where on screen it was asked for: a context menu. */
  spot?: { x: number; y: number }
  kinds: Kinds
  connections: readonly Connection[]
  /** Saves at once; the header's run, test and publish wait for it. */
  page: PageActs
}
/** What only the page around the flow can do. */
export interface PageActs {
  run(): void
  stopRun(): void
  running: boolean
  /** When the present run began. */
  runningSince: string | null
  save(): void
  duplicateFlow(): void
  exportFlow(): void
  pauseSchedule(): void
  /** Published: the schedule runs it. */
  live: boolean
  seeRuns(): void
  paused: boolean
}

export const groups = ['Step', 'Flow', 'Edit', 'View'] as const
export type Group = (typeof groups)[number]
/** What a group is called on the screen. */
export const groupTitles: Readonly<Record<Group, string>> = { Step: say('Step'), Flow: say('Flow'), Edit: say('Edit'), View: say('View') }
/** One thing a person can do. */
export interface Command {
  id: string
  group: Group
  /** What it is called for what is selected: "Skip step", "Use step again". */
  title(at: Situation): string
  /** `Mod` is Ctrl, or Cmd on a Mac. Single letters work only inside the canvas and the list. */
  keys?: readonly string[]
  /** It is about what is chosen: asked for by a key, that is the step that has the keyboard. So are all of Step and Edit. */
  chosen?: boolean
  /** Works anywhere on the page, not only inside the canvas and the list. */
  everywhere?: boolean
  /** Allowed on a flow that may only be looked at. */
  looks?: boolean
  /** Why it cannot be done now, in a sentence; without one it can. */
  whyNot?(at: Situation): string | undefined
  run(at: Situation): void
}

/** What is chosen when one more is, or is no longer. */
export const toggled = (chosen: readonly string[], id: string): readonly string[] =>
  chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id]

/** What is done to one of several chosen is done to this one; one that is not among them is chosen alone. */
export const foremost = (chosen: readonly string[], id: string): readonly string[] =>
  chosen.includes(id) ? [...chosen.filter(one => one !== id), id] : [id]

/** Every tool and every line of a menu asks, at every change of anything: looked up once for what is selected. */
const known = new WeakMap<readonly string[], { among: readonly FlowNode[]; steps: readonly string[] }>()
/** What is selected that is a step; notes are selected too. */
export function stepsAt({ store }: Pick<Situation, 'store'>): readonly string[] {
  const { flow, selected } = store.getState()
  const before = known.get(selected)
  if (before?.among === flow.nodes) return before.steps
  const there = new Set(flow.nodes.map(n => n.id))
  const steps = selected.filter(id => there.has(id))
  known.set(selected, { among: flow.nodes, steps })
  return steps
}
/** The step that a command for one step is about. */
export const stepAt = (at: Situation): string | undefined => stepsAt(at).at(-1)
export const hasStep = (at: Situation): boolean => stepAt(at) !== undefined
export const hasSelected = ({ store }: Situation): boolean => store.getState().selected.length > 0
/** What stands in the way of commands that change the flow. */
export const onlyLooked = ({ store }: Situation): string | undefined =>
  store.getState().readOnly ? say('Nothing of an old version can be changed. Press “Edit as draft” to go on from it.') : undefined
/** What stands in the way of commands for what is selected. */
export const noStep = (at: Situation): string | undefined => (hasStep(at) ? undefined : say('Choose a step first.'))
export const nothingSelected = (at: Situation): string | undefined => (hasSelected(at) ? undefined : say('Choose a step first.'))
export const noConnection = ({ store }: Situation): string | undefined =>
  store.getState().selectedEdge === null ? say('Choose a connection first.') : undefined
/** What the step that a command is about is called. */
export const calledAt = (at: Situation): string => called(at.store.getState().flow, at.kinds, stepAt(at) ?? '')
