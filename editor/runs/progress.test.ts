import { expect, test } from 'vitest'
import type { PathProgress } from '../../runtime/report.ts'
import type { Run } from '../../server/api/payloads.ts'
import { farOf, markOf } from './progress.ts'

const path = (state: string, read: number, progress?: PathProgress) => ({
  state,
  tally: { read, filtered: 0, invalid: 0, duplicate: 0, expired: 0, delivered: 0, rejected: 0, uncertain: 0, unsent: 0 },
  nodes: read || progress ? [{ node: 'a', in: read, out: read }] : [],
  ...(progress && { progress }),
})
const far = (...paths: object[]) => farOf({ paths } as unknown as Run)

test.each([
  ['rows that were only counted are no progress', [path('running', 90_100, { rows: 1000, read: 100, settled: 50 })], 50, 1000, 0.05],
  ['a way that ended is a whole part', [path('succeeded', 200), path('running', 20, { rows: 200, read: 20, settled: 20 })], 220, 400, 0.55],
  [
    'of a way that has not begun nobody knows how many',
    [path('running', 9, { rows: 10, read: 9, settled: 5 }), path('running', 0)],
    5,
    null,
    0.25,
  ],
  ['a source that does not count', [path('running', 300)], 300, null, null],
  ['before anything', [path('running', 0)], 0, null, null],
  ['nothing to read', [path('running', 40, { rows: 0, read: 0, settled: 0 })], 0, 0, 1],
] as const)('%s', (_, paths, settled, of, share) => {
  const now = far(...paths)
  expect([now.settled, now.of, now.share]).toEqual([settled, of, share])
})

test('a quarter, a half and three quarters are said', () => {
  const marks = [0, 249, 250, 499, 500, 750, 1000].map(settled => markOf(far(path('running', 1000, { rows: 1000, read: 1000, settled }))))
  expect(marks).toEqual([0, 0, 25, 25, 50, 75, 75])
})
