import { describe, expect, test } from 'vitest'
import type { Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import type { Run } from '../../server/api/payloads.ts'
import { inLanguage } from '../../test/stand-ins/in-language.ts'
import { clearCounts, countPreview, countRun, joined, ribbonWidth, useCounts } from './counts.ts'
import { changedSince } from './states.ts'
import { stateOf } from './step-state.ts'

const kind = (more: Partial<KindInfo> = {}) =>
  ({ id: 'sieve', role: 'step', title: 'Filter', ports: [], connection: null, ...more }) as unknown as KindInfo
const step = (more: object = {}) => ({ id: 'a', kind: 'sieve', config: {}, ...more })
const must = (code: string, message: string): Problem => ({ node: 'a', code, level: 'must_fix', message })
const ways = [
  { id: 'kept', title: 'Kept' },
  { id: 'left_out', title: 'Left out' },
]
const path = (nodes: { node: string; in: number; out: number }[], more: object = {}) => ({
  path: '',
  destination: 'z',
  state: 'succeeded',
  reasons: [],
  requests: 1,
  resent: 0,
  possibleDoubles: 0,
  nodes,
  tally: { read: 10, filtered: 0, invalid: 0, duplicate: 0, expired: 0, delivered: 10, rejected: 0, uncertain: 0, unsent: 0, ...more },
})
/** A way that has not ended. */
const going = (nodes: object[], progress?: object, tally?: object) => ({
  ...path(nodes as Parameters<typeof path>[0], tally),
  state: 'running',
  ...(progress && { progress }),
})
const run = (state: string, ...paths: object[]) => ({ run: 'r', flow: 'f', state, paths }) as unknown as Run
const said = (node = step(), of = kind(), problems: Problem[] = []) => stateOf(node, of, problems, useCounts.getState()).said

describe('what a step says of itself', () => {
  test('before anything is counted', () => {
    clearCounts()
    expect(said()).toBe('ready')
    expect(said(step({ skip: true }), kind(), [must('x', 'Broken.')])).toBe('skipped')
    expect(said(step(), kind(), [must('x', 'Broken.'), must('y', 'Worse.')])).toBe('2 problems: Broken.')
    expect(said(step(), kind(), [{ ...must('x', 'Hm.'), level: 'worth_a_look' }])).toBe('ready')
    expect(said(step(), kind({ connection: {} }), [must('config.missing', 'No connection.')])).toBe('needs setup')
    expect(said(step(), kind({ connection: {} }), [must('connection.missing', 'There is no connection called "x".')])).toBe('needs setup')
    expect(said(step(), kind(), [must('flow.open_end', 'Ends.')])).toBe('leads nowhere yet')
    expect(said(step(), kind(), [must('flow.open_end', 'Ends.'), must('x', 'Broken.')])).toBe('1 problem: Broken.')
  })
  test('where what arrives could not be read, nobody says that it is ready', () => {
    clearCounts()
    const unchecked = (problems: Problem[]) => stateOf(step(), kind(), problems, useCounts.getState(), { unchecked: true }).said
    expect(unchecked([])).toBe('cannot be checked yet')
    expect(unchecked([must('x', 'Broken.')])).toBe('1 problem: Broken.')
  })
  test('after a preview: what was kept and what was left out', () => {
    countPreview({
      paths: [
        path([
          { node: 'a', in: 12_480, out: 9_731 },
          { node: 'z', in: 9_731, out: 9_731 },
        ]),
      ],
    } as never)
    expect(said(step(), kind({ ports: ways }))).toBe('ready, 9,731 kept, 2,749 left out')
    expect(said(step({ id: 'z' }))).toBe('ready, 9,731 rows')
  })
  test('one row that was left out is one in French, too', () =>
    inLanguage('fr', async () => {
      const [counts, state] = [await import('./counts.ts'), await import('./step-state.ts')]
      counts.countPreview({ paths: [path([{ node: 'a', in: 3, out: 2 }])] } as never)
      const { words, number, said } = state.stateOf(step(), kind({ ports: ways }), [], counts.useCounts.getState())
      expect([words, number, said]).toEqual(['2 gardées', '1 écartée', 'prête, 2 gardées, 1 écartée'])
    }))
  test('during a run numbers, at its end outcomes; never plain "done" over a rejected row', () => {
    countRun(run('running', going([{ node: 'a', in: 300, out: 300 }])))
    expect(said()).toBe('running, 300 so far')
    countRun(
      run(
        'running',
        going([
          { node: 'b', in: 300, out: 300 },
          { node: 'a', in: 0, out: 0 },
        ]),
      ),
    )
    expect(said()).toBe('waiting for rows')
    countRun(run('succeeded', path([{ node: 'a', in: 10, out: 10 }])))
    expect(said()).toBe('done, 10 rows')
    expect(said(step({ id: 'z' }))).toBe('done, 10 accepted')
    countRun(run('partial', path([{ node: 'a', in: 10, out: 10 }], { delivered: 5, rejected: 2, uncertain: 1, invalid: 1, duplicate: 1 })))
    expect(stateOf(step({ id: 'z' }), kind(), [], useCounts.getState())).toMatchObject({
      tone: 'mixed',
      number: '4 not accepted',
      said: 'done, 5 accepted, 2 rejected, 1 held back, 1 with unknown outcome, 1 sent before',
    })
    countRun(run('partial', path([{ node: 'a', in: 10, out: 10 }], { delivered: 0, invalid: 1, duplicate: 9 })))
    expect(stateOf(step({ id: 'z' }), kind(), [], useCounts.getState())).toMatchObject({
      number: '1 held back',
      said: 'done, 0 accepted, 1 held back, 9 sent before',
    })
  })
  test('a run that ended before a row came accepted nothing, and is nowhere done', () => {
    const error = { code: 'source.no_permission', message: 'The role may not read "orders"', why: '', node: 'a' }
    countRun(run('failed', { ...path([], { read: 0, delivered: 0 }), path: 's > a > z', state: 'failed', error }))
    expect(said()).toBe('failed: The role may not read "orders"')
    expect(said(step({ id: 'z' }))).toBe('ready')
    expect(Object.keys(useCounts.getState().idle)).toEqual(['s', 'a', 'z'])
  })
  test('while it goes on, how many of how many where the source has counted; behind a filter only the share', () => {
    const nodes = [
      // 88,000 rows stay behind in the source: they came at once, and are no progress.
      { node: 'a', in: 90_000, out: 90_000, whole: true },
      { node: 'f', in: 2000, out: 500, whole: true },
      { node: 'x', in: 500, out: 500 },
      { node: 'z', in: 500, out: 120 },
    ]
    countRun(run('running', going(nodes, { rows: 12_000, read: 2000, settled: 1200 }, { delivered: 120 })))
    const line = (id: string, role = 'step') => stateOf(step({ id }), kind({ role } as never), [], useCounts.getState())
    expect(line('a')).toMatchObject({ tone: 'running', words: 'Running', number: '2,000 of 12,000, 16 %', said: 'running, 16 percent' })
    expect(line('f').number).toBe('2,000 of 12,000, 16 %')
    expect(line('x')).toMatchObject({ number: '500 so far, 16 %', said: 'running, 16 percent' })
    expect(line('z', 'destination')).toMatchObject({ words: 'Sending', number: '120 accepted, 10 %', said: 'running, 10 percent' })
  })
  test('of two ways the one that has ended says so while the other goes on', () => {
    const [one, other] = [
      path([{ node: 'z', in: 10, out: 10 }]),
      { ...going([{ node: 'y', in: 4, out: 2 }], undefined, { delivered: 2 }), destination: 'y' },
    ]
    countRun(run('running', one, other))
    expect(said(step({ id: 'z' }))).toBe('done, 10 accepted')
    expect(said(step({ id: 'y' }))).toBe('running, 2 so far')
  })
  test('a run that failed names the step at fault', () => {
    countRun(run('failed', { ...path([]), state: 'failed', error: { code: 'c', message: 'The table is gone', why: '', node: 'a' } }))
    expect(said()).toBe('failed: The table is gone')
  })
})

describe('counts', () => {
  test('paths that share their beginning are counted once, and another way out is not a loss', () => {
    const { steps, into } = joined([
      [
        { node: 'a', in: 10, out: 10 },
        { node: 'f', in: 10, out: 7 },
        { node: 'x', in: 7, out: 7 },
      ],
      [
        { node: 'a', in: 10, out: 10 },
        { node: 'f', in: 10, out: 3 },
        { node: 'y', in: 3, out: 3 },
      ],
    ])
    expect(steps.a).toEqual({ in: 10, out: 10, lost: 0 })
    expect(into).toEqual({ f: 10, x: 7, y: 3 })
    expect(steps.f).toMatchObject({ in: 10, out: 7 })
  })
  test.each([
    [0, 0, 2],
    [0, 100, 2],
    [100, 100, 12],
    [1_000_000, 1_000_000, 12],
  ])('%d rows of at most %d make %d px', (rows, most, px) => {
    expect(ribbonWidth(rows, most)).toBe(px)
  })
})

describe('numbers after an edit', () => {
  const flow: Flow = {
    tributary: 1,
    name: 'f',
    nodes: ['a', 'b', 'c'].map(id => ({ id, kind: 'sieve', config: {} })),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
    ],
  }
  const edited = (nodes: Flow['nodes'], edges = flow.edges) => [...changedSince(flow, { ...flow, nodes, edges })]
  test('what was changed and everything behind it is out of date; names and places are not', () => {
    const [a, b, c] = flow.nodes as [Flow['nodes'][0], Flow['nodes'][0], Flow['nodes'][0]]
    expect(edited([a, { ...b, config: { x: 1 } }, c])).toEqual(['b', 'c'])
    expect(edited([a, { ...b, skip: true }, c])).toEqual(['b', 'c'])
    expect(edited([a, { ...b, name: 'Other' }, c])).toEqual([])
    expect(
      edited(
        [a, b, c],
        [
          { from: 'a', to: 'b' },
          { from: 'a', to: 'c' },
        ],
      ),
    ).toEqual(['c'])
  })
  test('and says so, with the old number', () => {
    countPreview({ paths: [path([{ node: 'a', in: 10, out: 7 }])] } as never)
    expect(stateOf(step(), kind(), [], useCounts.getState(), { stale: true })).toMatchObject({
      tone: 'stale',
      words: 'Out of date',
      said: 'out of date, 7 rows',
    })
  })
})
