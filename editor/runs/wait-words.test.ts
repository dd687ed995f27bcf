import { expect, it } from 'vitest'
import type { PathWait } from '../../runtime/report.ts'
import { clock } from './time.ts'
import { queueWords, waitOf, waitWords } from './wait-words.ts'

const until = '2026-11-26T14:32:10Z'
const wait = (of: PathWait['for']): PathWait => ({ for: of, message: '', ...(of !== 'turn' && { until }) })
const way = (waiting?: PathWait, read = 5, state: 'running' | 'succeeded' = 'running') => ({ state, tally: { read }, waiting }) as never

it.each<[PathWait['for'], string]>([
  ['platform', 'Waits until {}: the platform asked for a pause'],
  ['rest', 'Waits until {}: the platform did not answer for a while'],
  ['retry', 'Tries again at {}: the last request did not get through'],
  ['budget', 'Waits until {} before it repeats another request'],
  ['turn', 'Waits for its turn: other runs are at work'],
])('%s', (of, words) => {
  expect(waitWords(wait(of))).toBe(words.replace('{}', clock(until)))
})

it('is said of a run when nothing of it moves, and by the wait that ends first', () => {
  const [early, late] = [wait('retry'), { ...wait('platform'), until: '2026-11-26T15:00:00Z' }]
  expect(waitOf({ state: 'running', paths: [way(late), way(early), way(undefined, 0), way(undefined, 9, 'succeeded')] })).toBe(early)
  expect(waitOf({ state: 'running', paths: [way(late), way(undefined, 9)] })).toBeUndefined()
  expect(waitOf({ state: 'failed', paths: [way(late)] })).toBeUndefined()
})

it.each<[string[], number, string]>([
  [[], 1, 'Waits for 1 run queued before it'],
  [['Shop'], 0, 'Waits for Shop to end'],
  [['Shop'], 2, 'Waits for Shop and 2 more runs'],
  [['Shop', 'Leads'], 0, 'Waits for Shop or Leads to end'],
  [['Shop', 'Leads', 'Stores'], 3, 'Waits for Shop, Leads and 4 more runs'],
])('a queued run names whom it waits for: %s and %i', (names, before, words) => {
  const behind = names.map(flowName => ({ run: flowName, flow: flowName, flowName }))
  expect(queueWords({ for: 'places', behind, before, message: '' })).toBe(words)
})
it('a queued run of a flow that runs waits for that one', () => {
  expect(queueWords({ for: 'flow', behind: [{ run: '1', flow: 'a', flowName: 'Shop' }], before: 0, message: '' })).toContain(
    'run before it',
  )
  expect(queueWords(undefined)).toBe('Waiting for its turn')
})
