import { useEffect, useState } from 'react'
import { create } from 'zustand'
import type { Column, Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { Checked } from '../../server/api/payloads.ts'
import { conditionsSaid, isConditions } from '../inspector/conditions/words.ts'
import type { FeedEvent } from '../live/feed.ts'
import { useHeard } from '../live/use-live.ts'
import { askCheck } from '../queries.ts'
import { Asking } from './asking.ts'

/** What the server makes of the draft on screen: problems, and for each step its sentence and the columns it gives. */
export interface CheckState {
  flow: string | null
  problems: readonly Problem[]
  nodes: Readonly<
    Record<string, { sentence: string; shape: readonly Column[]; notes?: readonly string[] | undefined; unchecked?: true | undefined }>
  >
  checkedAt: string | null
  /** An edit has not been answered yet. */
  checking: boolean
  /** The last question could not be answered; what is shown is older. */
  failed: boolean
}

const blank: CheckState = { flow: null, problems: [], nodes: {}, checkedAt: null, checking: true, failed: false }

/** The latest answer, shared by the panel, the fields and the step cards. */
export const useCheck = create<CheckState>()(() => blank)

const none: readonly Problem[] = []
/** Every problem of the flow on screen, worst first. */
export const useProblems = (): readonly Problem[] => useCheck(s => s.problems)
/** The problems of one step; the same list as long as nothing changed, so that cards do not redraw. */
export const useProblemsOf = (node: string): readonly Problem[] => useCheck(s => ofStep(s.problems, node))
/** The generated sentence under a step's name. */
export const useSentence = (node: string): string => useCheck(s => s.nodes[node]?.sentence ?? '')
const noNotes: readonly string[] = []
/** How a step's data is read, where that had to be found out. */
export const useNotes = (node: string): readonly string[] => useCheck(s => s.nodes[node]?.notes ?? noNotes)
const noColumns: readonly Column[] = []
/** The columns that leave a step. */
export const useShape = (node: string | undefined): readonly Column[] =>
  useCheck(s => (node === undefined ? undefined : s.nodes[node]?.shape) ?? noColumns)

const BEARS_ON_IT: ReadonlySet<FeedEvent> = new Set([
  'segment.saved',
  'connection.saved',
  'connection.deleted',
  'uploads.changed',
  'flow.published',
])
const useNews = create(() => ({ heard: 0 }))
/** Something outside the drawing may have changed what is to be said of it. */
export const checkAgain = (): void => useNews.setState(({ heard }) => ({ heard: heard + 1 }))

/**
 * Keeps the answer fresh: mount once per open editor. `act` names what the last edit belongs to; by it `Asking` tells an act from
 * what goes on.
 */
export function useKeepChecked(
  flow: string,
  document: Flow,
  act: unknown,
  ask: (flow: string, document: Flow, stop: AbortSignal) => Promise<Checked> = askCheck,
): void {
  const { name, nodes, edges, schedule } = document
  const news = useNews(s => s.heard)
  // What is said of a flow depends on the segments, connections and files that it uses, and on what is published of it.
  useHeard([`flow:${flow}`], event => {
    if (BEARS_ON_IT.has(event)) checkAgain()
  })
  const [asking] = useState(() => new Asking())
  useEffect(() => () => asking.leave(), [asking])
  // biome-ignore lint/correctness/useExhaustiveDependencies: layout and notes do not change what a flow means, and news only asks again
  useEffect(() => {
    const known = useCheck.getState().flow === flow
    useCheck.setState(known ? { checking: true } : { ...blank, flow })
    asking.edited(act, stop =>
      ask(flow, document, stop).then(
        answer => stop.aborted || useCheck.setState({ ...kept(said(answer, document)), checking: false, failed: false }),
        () => stop.aborted || useCheck.setState({ checking: false, failed: true }),
      ),
    )
  }, [flow, name, nodes, edges, schedule, news, ask, asking])
}

/** The sentence of a step of conditions is made of them here, in the language of the page. */
function said(answer: Checked, { nodes }: Flow): Checked {
  const trees = new Map(nodes.map(({ id, config }) => [id, Object.values(config).find(isConditions)]))
  const own = ([id, node]: [string, Checked['nodes'][string]]) =>
    [id, { ...node, sentence: conditionsSaid(node.sentence, trees.get(id)) }] as const
  return { ...answer, nodes: Object.fromEntries(Object.entries(answer.nodes).map(own)) }
}

/** What is the same as before keeps its object, each step's and the whole, so that only what changed is drawn again. */
export function kept(answer: Checked): Pick<CheckState, 'problems' | 'nodes' | 'checkedAt'> {
  const before = useCheck.getState()
  const own = Object.entries(answer.nodes).map(([id, node]) => [id, same(before.nodes[id], node) ? before.nodes[id]! : node] as const)
  const still = own.length === Object.keys(before.nodes).length && own.every(([id, node]) => node === before.nodes[id])
  const problems = worstFirst(answer.problems)
  return {
    problems: same(before.problems, problems) ? before.problems : problems,
    nodes: still ? before.nodes : Object.fromEntries(own),
    checkedAt: answer.checkedAt,
  }
}
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const worstFirst = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => Number(a.level === 'worth_a_look') - Number(b.level === 'worth_a_look'))

let grouped: { of: readonly Problem[]; by: ReadonlyMap<string, readonly Problem[]> } = { of: [], by: new Map() }
export const ofStep = (problems: readonly Problem[], node: string): readonly Problem[] => byNode(problems).get(node) ?? none
/** By step; one about which the same is said as before keeps its list. */
function byNode(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  if (grouped.of === problems) return grouped.by
  const before = grouped.by
  const now = [...Map.groupBy(problems, p => p.node)]
  grouped = { of: problems, by: new Map(now.map(([node, own]) => [node, same(before.get(node), own) ? before.get(node)! : own])) }
  return grouped.by
}

/** The sentence of every step of a flow that is not on screen as a draft. */
export const saidIn = (answer: Checked, flow: Flow): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(said(answer, flow).nodes).map(([id, { sentence }]) => [id, sentence]))
