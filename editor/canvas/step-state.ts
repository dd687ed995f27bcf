/** What a card's last line and a step's name for screen readers say. */

import type { Problem } from '../../runtime/contract.ts'
import type { FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { isOpenEnd } from '../problems/open-end.ts'
import { beforeWords, flawWords } from '../runs/words.ts'
import { count, say } from '../words/words.ts'
import type { Counts, Going } from './counts.ts'

export interface StepState {
  tone: 'ready' | 'setup' | 'problem' | 'waiting' | 'running' | 'done' | 'mixed' | 'failed' | 'skipped' | 'stale' | 'pinned'
  /** "Ready", "Currency has no column yet". */
  words: string
  /** "9,731 rows", at the right. */
  number: string
  /** Last part of the step's name: "done, 9,702 accepted, 29 rejected". */
  said: string
  /** Kept share of what came, for the small bar of a step that lets rows fall. */
  share: number | null
}
const PARTS = ['tone', 'words', 'number', 'said', 'share'] as const satisfies readonly (keyof StepState)[]
/** Whether they look and sound the same. */
export const sameState = (a: StepState | undefined, b: StepState | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && PARTS.every(part => a[part] === b[part]))

const rows = (n: number) => say('{n, plural, one {# row} other {# rows}}', { n })

/** Worst first: skipped, failed, running or waiting for rows, must fix, using a pinned sample, out of date, done, ready. */
export function stateOf(
  node: FlowNode,
  kind: KindInfo | undefined,
  problems: readonly Problem[],
  counts: Counts,
  { stale = false, pinned = false, unchecked = false }: { stale?: boolean; pinned?: boolean; unchecked?: boolean } = {},
): StepState {
  if (node.skip) return { tone: 'skipped', words: say('Skipped'), number: '', said: say('skipped'), share: null }
  const failure = counts.failed[node.id]
  if (failure !== undefined && !stale && counts.again)
    return {
      tone: 'waiting',
      words: say('Waiting to retry'),
      number: '',
      said: say('waiting to retry: {failure}', { failure }),
      share: null,
    }
  if (failure !== undefined && !stale)
    return { tone: 'failed', words: failure, number: '', said: say('failed: {failure}', { failure }), share: null }
  const seen = counts.steps[node.id]
  const going = counts.going[node.id]
  if (counts.running && going && seen)
    return seen.in + seen.out === 0
      ? { tone: 'waiting', words: say('Waiting for rows'), number: '', said: say('waiting for rows'), share: null }
      : runningState(going, kind)
  const musts = problems.filter(p => p.level === 'must_fix')
  if (musts[0]) return problemState(node, kind, musts)
  if (pinned && seen && counts.from === 'preview') return onPinnedSample(passing(seen, kind, counts))
  const ending = counts.endings[node.id]
  if (stale && seen) return outOfDate(ending ? endState(ending) : passing(seen, kind, counts))
  if (ending) return endState(ending)
  if (!kind)
    return { tone: 'problem', words: say('This kind is not installed'), number: '', said: say('this kind is not installed'), share: null }
  // What arrives could not be read: whether the step fits it, nobody knows.
  if (unchecked && !seen)
    return { tone: 'waiting', words: say('Cannot be checked yet'), number: '', said: say('cannot be checked yet'), share: null }
  return passing(seen, kind, counts)
}

/** "6,120 of 9,731, 63 %" where the source has counted, else "6,120 so far". */
function runningState({ done, of, share }: Going, kind: KindInfo | undefined): StepState {
  const percent = share === null ? null : Math.floor(share * 100)
  const sends = kind?.role === 'destination'
  const far =
    of !== null
      ? say('{done} of {of}', { done: count(done), of: count(of) })
      : sends
        ? say('{accepted, plural, other {# accepted}}', { accepted: done })
        : say('{more} so far', { more: count(done) })
  return {
    tone: 'running',
    words: sends ? say('Sending') : say('Running'),
    number: percent === null ? far : say('{far}, {percent} %', { far, percent }),
    said: percent === null ? say('running, {far}', { far }) : say('running, {percent} percent', { percent }),
    share: null,
  }
}
function problemState(node: FlowNode, kind: KindInfo | undefined, musts: readonly Problem[]): StepState {
  // What has never been set up needs no alarm: no account is chosen yet, or the one that a template names is not here yet.
  const { code } = musts[0]!
  if (code === 'connection.missing' || (code === 'config.missing' && kind?.connection && !node.config.connection))
    return { tone: 'setup', words: say('Needs setup'), number: '', said: say('needs setup'), share: null }
  // A way that is still being drawn is not broken, it is not finished.
  const broken = musts.filter(p => !isOpenEnd(p))
  if (!broken.length) return { tone: 'setup', words: say('Leads nowhere yet'), number: '', said: say('leads nowhere yet'), share: null }
  const message = broken[0]!.message
  return {
    tone: 'problem',
    words: message,
    number: broken.length > 1 ? `+${broken.length - 1}` : '',
    said: say('{n, plural, one {# problem} other {# problems}}: {message}', { n: broken.length, message }),
    share: null,
  }
}
/** The sample that a person uses while editing: its rows may be older than the settings, and no run ever reads them. */
const onPinnedSample = (state: StepState): StepState => ({
  ...state,
  tone: 'pinned',
  words: say('Using pinned sample'),
  said: say('using pinned sample{more}', { more: state.number ? `, ${state.number}` : '' }),
  share: null,
})
/** What was counted before the settings changed. */
const outOfDate = (state: StepState): StepState => ({
  ...state,
  tone: 'stale',
  words: say('Out of date'),
  said: say('out of date{more}', { more: state.number ? `, ${state.number}` : '' }),
  share: null,
})

function endState({ accepted, flaws, before, state }: Counts['endings'][string]): StepState {
  const taken = say('{accepted, plural, other {# accepted}}', { accepted })
  const flawed = flawWords(flaws)
  const others = [...flawed, ...beforeWords(before)]
  const n = flaws.rejected + flaws.invalid + flaws.uncertain + flaws.expired
  const mixed = n > 0 || state !== 'succeeded'
  return {
    tone: mixed ? 'mixed' : 'done',
    words: taken,
    // A card has room for one of them, and what is amiss comes first.
    number: flawed.length > 1 ? say('{n, plural, other {# not accepted}}', { n }) : (others[0] ?? ''),
    said: say('done, {words}', { words: [taken, ...others].join(', ') }),
    share: null,
  }
}
function passing(seen: Counts['steps'][string] | undefined, kind: KindInfo | undefined, { from }: Counts): StepState {
  if (!kind || !seen || from === null) return { tone: 'ready', words: say('Ready'), number: '', said: say('ready'), share: null }
  const said = from === 'run' ? say('done') : say('ready')
  if (kind.ports.length > 1) {
    const out = seen.in - seen.out
    return {
      tone: from === 'run' ? 'done' : 'ready',
      words: say('{kept, plural, other {# kept}}', { kept: seen.out }),
      number: say('{out, plural, other {# out}}', { out }),
      said: say('{said}, {kept, plural, other {# kept}}, {out, plural, other {# left out}}', { said, kept: seen.out, out }),
      share: seen.in ? seen.out / seen.in : null,
    }
  }
  const number = kind.role === 'source' && !seen.out ? '' : rows(seen.out)
  return {
    tone: from === 'run' ? 'done' : 'ready',
    words: from === 'run' ? say('Done') : say('Ready'),
    number,
    said: number ? `${said}, ${number}` : said,
    share: null,
  }
}
