/** Every state that a card can be in has a sign, words and a name of its own: nothing is told by colour alone. */
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { Problem } from '../../runtime/contract.ts'
import type { FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import type { Counts } from './counts.ts'
import { StateLine } from './state-line.tsx'
import { type StepState, stateOf } from './step-state.ts'

const kind = { id: 'sieve', role: 'step', title: 'Filter', ports: [], connection: {} } as unknown as KindInfo
const must = (code: string, message: string): Problem => ({ node: 'a', code, level: 'must_fix', message })
const nothing: Counts = {
  from: null,
  running: false,
  run: null,
  version: null,
  steps: {},
  into: {},
  endings: {},
  going: {},
  failed: {},
  again: false,
  idle: {},
  most: 0,
}
const counted = (more: Partial<Counts>): Counts => ({ ...nothing, steps: { a: { in: 10, out: 7, lost: 3 } }, ...more })
const flaws = { rejected: 0, invalid: 0, uncertain: 0, expired: 0 }
const ending = { accepted: 9, flaws, before: 0, state: 'succeeded' }
const soFar = (done: number) => ({ done, of: null, share: null })

interface Situation {
  node?: Partial<FlowNode>
  problems?: Problem[]
  counts?: Counts
  stale?: boolean
  pinned?: boolean
}
/** In the order in which one goes before the next when several apply. */
const states: [StepState['tone'], string, string, string, Situation][] = [
  ['skipped', '⤼', 'Skipped', 'skipped', { node: { skip: true } }],
  ['failed', '■', 'The table is gone', 'failed: The table is gone', { counts: counted({ failed: { a: 'The table is gone' } }) }],
  [
    'waiting',
    '⋯',
    'Waiting for rows',
    'waiting for rows',
    { counts: counted({ running: true, from: 'run', going: { a: soFar(0) }, steps: { a: { in: 0, out: 0, lost: 0 } } }) },
  ],
  ['running', '◐', 'Running7 so far', 'running, 7 so far', { counts: counted({ running: true, from: 'run', going: { a: soFar(7) } }) }],
  [
    'running',
    '◐',
    'Running7 of 11, 63 %',
    'running, 63 percent',
    { counts: counted({ running: true, from: 'run', going: { a: { done: 7, of: 11, share: 7 / 11 } } }) },
  ],
  ['setup', '○', 'Needs setup', 'needs setup', { problems: [must('config.missing', 'No connection.')] }],
  ['setup', '○', 'Leads nowhere yet', 'leads nowhere yet', { problems: [must('flow.open_end', 'Ends.')] }],
  [
    'problem',
    '▲',
    'Currency has no column yet.',
    '1 problem: Currency has no column yet.',
    { problems: [must('map.missing', 'Currency has no column yet.')] },
  ],
  ['pinned', '⚲', 'Using pinned sample7 rows', 'using pinned sample, 7 rows', { counts: counted({ from: 'preview' }), pinned: true }],
  ['stale', '◌', 'Out of date7 rows', 'out of date, 7 rows', { counts: counted({ from: 'preview' }), stale: true }],
  [
    'mixed',
    '✓▲',
    '9 accepted2 rejected',
    'done, 9 accepted, 2 rejected',
    { counts: counted({ from: 'run', endings: { a: { ...ending, flaws: { ...flaws, rejected: 2 } } } }) },
  ],
  ['done', '✓', '9 accepted', 'done, 9 accepted', { counts: counted({ from: 'run', endings: { a: ending } }) }],
  ['ready', '●', 'Ready', 'ready', {}],
]
const state = ({ node, problems = [], counts = nothing, ...more }: Situation) =>
  stateOf({ id: 'a', kind: 'sieve', config: {}, ...node }, kind, problems, counts, more)

it.each(states)('%s: %s %s', (tone, sign, words, said, situation) => {
  const seen = state(situation)
  expect([seen.tone, seen.said]).toEqual([tone, said])
  for (const plain of [false, true]) {
    const drawn = renderToStaticMarkup(<StateLine state={seen} plain={plain} />)
    expect(drawn).toContain(`data-tone="${tone}"`)
    expect(drawn).toContain(`aria-hidden="true">${sign}</span>`)
    expect(drawn.replace(`>${sign}<`, '><').replaceAll(/<[^>]+>/g, '')).toBe(words)
  }
})

it('the first of several that apply is told', () => {
  const tones = states.map(([tone, , , , situation]) => [tone, situation] as const).filter(([tone]) => tone !== 'ready')
  const order = (a: Situation, b: Situation): Situation => ({
    ...b,
    ...a,
    node: { ...b.node, ...a.node },
    problems: [...(a.problems ?? []), ...(b.problems ?? [])],
  })
  for (const [i, [tone, first]] of tones.entries())
    for (const [later, second] of tones.slice(i + 1)) {
      // A run that goes on is not the one that has ended, and what was never set up hides no other problem.
      if ((first.counts && second.counts) || (tone === 'setup' && later !== 'pinned' && later !== 'stale')) continue
      expect(state(order(first, second)).tone, `${tone} before ${later}`).toBe(tone)
    }
})
