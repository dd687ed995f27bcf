/** What a card's last line and a step's name for screen readers say. */
import type { Problem } from '../../runtime/contract.ts'
import type { FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/payloads.ts'
import type { Counts } from './counts.ts'

export interface StepState {
  tone: 'ready' | 'setup' | 'problem' | 'running' | 'done' | 'mixed' | 'failed' | 'skipped' | 'stale'
  /** "Ready", "Currency has no column yet". */
  words: string
  /** "9,731 rows", at the right. */
  number: string
  /** Last part of the step's name: "done, 9,702 accepted, 29 rejected". */
  said: string
  /** Kept share of what came, for the small bar of a step that lets rows fall. */
  share: number | null
}
const count = (n: number) => n.toLocaleString('en')
const rows = (n: number) => `${count(n)} ${n === 1 ? 'row' : 'rows'}`

/** Worst first: skipped, failed, running, must fix, done, ready. */
export function stateOf(
  node: FlowNode,
  kind: KindInfo | undefined,
  problems: readonly Problem[],
  counts: Counts,
  stale = false,
): StepState {
  if (node.skip) return { tone: 'skipped', words: 'Skipped', number: '', said: 'skipped', share: null }
  const failure = counts.failed[node.id]
  if (failure !== undefined && !stale) return { tone: 'failed', words: failure, number: '', said: `failed: ${failure}`, share: null }
  const seen = counts.steps[node.id]
  if (counts.running && seen)
    return {
      tone: 'running',
      words: 'Running',
      number: `${count(seen.out || seen.in)} so far`,
      said: `running, ${count(seen.out || seen.in)} so far`,
      share: null,
    }
  const musts = problems.filter(p => p.level === 'must_fix')
  if (musts[0]) return problemState(node, kind, musts)
  const ending = counts.endings[node.id]
  if (stale && seen) return outOfDate(ending ? endState(ending) : passing(seen, kind, counts))
  if (ending) return endState(ending)
  if (!kind) return { tone: 'problem', words: 'This kind is not installed', number: '', said: 'this kind is not installed', share: null }
  return passing(seen, kind, counts)
}

function problemState(node: FlowNode, kind: KindInfo | undefined, musts: readonly Problem[]): StepState {
  // What has never been set up needs no alarm.
  if (musts[0]!.code === 'config.missing' && kind?.connection && !node.config.connection)
    return { tone: 'setup', words: 'Needs setup', number: '', said: 'needs setup', share: null }
  // A way that is still being drawn is not broken, it is not finished.
  const broken = musts.filter(p => p.code !== 'flow.open_end' && p.code !== 'flow.no_destination')
  if (!broken.length) return { tone: 'setup', words: 'Leads nowhere yet', number: '', said: 'leads nowhere yet', share: null }
  const message = broken[0]!.message
  return {
    tone: 'problem',
    words: message,
    number: broken.length > 1 ? `+${broken.length - 1}` : '',
    said: `${broken.length} ${broken.length === 1 ? 'problem' : 'problems'}: ${message}`,
    share: null,
  }
}
/** What was counted before the settings changed. */
const outOfDate = (state: StepState): StepState => ({
  ...state,
  tone: 'stale',
  words: 'Out of date',
  said: `out of date${state.number ? `, ${state.number}` : ''}`,
  share: null,
})

function endState({ accepted, rejected, other, before, state }: Counts['endings'][string]): StepState {
  const words = [
    `${count(accepted)} accepted`,
    ...(rejected ? [`${count(rejected)} rejected`] : []),
    ...(other ? [`${count(other)} held back`] : []),
    ...(before ? [`${count(before)} sent before`] : []),
  ]
  const mixed = rejected + other > 0 || state !== 'succeeded'
  return {
    tone: mixed ? 'mixed' : 'done',
    words: words[0]!,
    number: words.slice(1).join(', '),
    said: `done, ${words.join(', ')}`,
    share: null,
  }
}
function passing(seen: Counts['steps'][string] | undefined, kind: KindInfo | undefined, { from }: Counts): StepState {
  if (!kind || !seen || from === null) return { tone: 'ready', words: 'Ready', number: '', said: 'ready', share: null }
  const said = from === 'run' ? 'done' : 'ready'
  if (kind.ports.length > 1) {
    const out = seen.in - seen.out
    return {
      tone: from === 'run' ? 'done' : 'ready',
      words: `${count(seen.out)} kept`,
      number: `${count(out)} out`,
      said: `${said}, ${count(seen.out)} kept, ${count(out)} left out`,
      share: seen.in ? seen.out / seen.in : null,
    }
  }
  const number = kind.role === 'source' && !seen.out ? '' : rows(seen.out)
  return {
    tone: from === 'run' ? 'done' : 'ready',
    words: from === 'run' ? 'Done' : 'Ready',
    number,
    said: number ? `${said}, ${number}` : said,
    share: null,
  }
}
