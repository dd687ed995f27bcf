/** How many rows went through which step, from the last preview or run: what makes ribbons wide and footers speak. */
import { create } from 'zustand'
import type { Previewed, Run } from '../../server/api/payloads.ts'
import { type Flaws, triedAgain } from '../runs/words.ts'

export interface StepCount {
  in: number
  out: number
  /** Rows that left here: not part of what this step gives on. */
  lost: number
}
/** How far a step of a run has got: rows that passed it, of how many and which share of them, where that is known. */
export interface Going {
  done: number
  of: number | null
  share: number | null
}
export interface Ending {
  accepted: number
  flaws: Flaws
  /** Accepted by an earlier run. */
  before: number
  state: string
}
export interface Counts {
  from: 'preview' | 'run' | null
  running: boolean
  run: string | null
  /** Version that runs; null for the draft. */
  version: number | null
  steps: Readonly<Record<string, StepCount>>
  /** By the step that a connection leads to. */
  into: Readonly<Record<string, number>>
  /** By destination. */
  endings: Readonly<Record<string, Ending>>
  /** While a run goes on: the steps of the ways that have not ended. */
  going: Readonly<Record<string, Going>>
  /** What stopped a run, by step. */
  failed: Readonly<Record<string, string>>
  /** It is tried again by itself. */
  again: boolean
  /** Steps of ways that ended before a row came. */
  idle: Readonly<Record<string, true>>
  most: number
}
// By the ids of steps, of which one may be "constructor".
const named = <T>(): Record<string, T> => Object.create(null)

const none: Counts = {
  from: null,
  running: false,
  run: null,
  version: null,
  steps: named(),
  into: named(),
  endings: named(),
  going: named(),
  failed: named(),
  again: false,
  idle: named(),
  most: 0,
}

export const useCounts = create<Counts>()(() => none)
export const clearCounts = (): void => useCounts.setState(none)

type Passing = readonly { node: string; in: number; out: number }[]

/** Counts as a run goes on, and at its end. */
export const countRun = (run: Run): void => useCounts.setState(countsOf(run))

/** What a run counted. */
export function countsOf(run: Run): Counts {
  const failed = named<string>()
  const endings = named<Ending>()
  const going = named<Going>()
  const idle = named<true>()
  for (const path of run.paths) {
    const { delivered, duplicate, ...flaws } = path.tally
    if (path.error && path.nodes.length === 0) for (const node of path.path.split(' > ')) idle[node] = true
    else endings[path.destination] = { accepted: delivered, flaws, before: duplicate, state: path.state }
    if (path.state === 'running') for (const [node, far] of goingOf(path)) going[node] = far
    if (path.error) failed[path.error.node ?? path.destination] = path.error.message
  }
  const running = run.state === 'running' || run.state === 'queued'
  return {
    ...joined(run.paths.map(p => p.nodes)),
    from: 'run',
    run: run.run,
    version: run.version,
    running,
    endings,
    going,
    failed,
    again: triedAgain(run) !== undefined,
    idle,
  }
}
/** A step that every row passes tells of how many; one behind a filter only how many came; a destination what was accepted. */
function goingOf({ nodes, destination, progress, tally }: Run['paths'][number]): [string, Going][] {
  const share = (part: number) => (progress ? (progress.rows ? part / progress.rows : 1) : null)
  return nodes.map(({ node, in: came, out, whole }) => {
    if (node === destination) return [node, { done: tally.delivered, of: null, share: share(progress?.settled ?? 0) }]
    const read = progress?.read ?? 0
    return [
      node,
      whole && progress ? { done: read, of: progress.rows, share: share(read) } : { done: out || came, of: null, share: share(read) },
    ]
  })
}
/** Counts of a preview's sample. */
export function countPreview(preview: Pick<Previewed, 'paths'>): void {
  if (useCounts.getState().running) return
  useCounts.setState({ ...none, ...joined(preview.paths.map(p => p.nodes)), from: 'preview' })
}

/** Paths share their beginning: what several of them counted is one number, the largest. */
export function joined(paths: readonly Passing[]): Pick<Counts, 'steps' | 'into' | 'most'> {
  const steps = named<StepCount>()
  const into = named<number>()
  let most = 0
  for (const path of paths)
    path.forEach(({ node, in: came, out }, i) => {
      const before = steps[node]
      const next = path[i + 1]
      // Another way out of the same step: what goes there is not lost.
      steps[node] = {
        in: Math.max(came, before?.in ?? 0),
        out: Math.max(out, before?.out ?? 0),
        lost: Math.min(Math.max(0, came - out), before?.lost ?? Number.POSITIVE_INFINITY),
      }
      if (next) into[next.node] = Math.max(next.in, into[next.node] ?? 0)
      most = Math.max(most, came, out)
    })
  return { steps, into, most }
}

/** Width of a ribbon: 2 px for nothing to 12 px for the most, by magnitude. */
export const ribbonWidth = (rows: number, most: number, widest = 12): number =>
  most < 1 ? 2 : Math.min(widest, 2 + ((widest - 2) * Math.log10(rows + 1)) / Math.log10(most + 1))
/** Width of the ribbon of rows that leave here and go nowhere; 0 for none. */
export const lossOf = ({ steps, most }: Counts, id: string, drawnElsewhere: boolean): number =>
  drawnElsewhere || !steps[id]?.lost ? 0 : Math.round(ribbonWidth(steps[id].lost, most, 6) * 10) / 10
