/** Which reports have said what former runs left to be counted: only after those may it be forgotten. */
import { expect, it } from 'vitest'
import { emptyTally, type PathReport } from '../../runtime/report.ts'
import { opened } from './uncounted.ts'

const error: PathReport['error'] = { code: 'source.gone', message: 'Nobody answers', why: 'Try again.' }
const path = (state: PathReport['state'], read: number, more: Partial<PathReport> = {}) => ({
  state,
  tally: { ...emptyTally(), read },
  ...more,
})

it.each([
  ['a path that ended', [path('succeeded', 3)], true],
  ['a path with nothing to read', [path('succeeded', 0)], true],
  ['a path that failed while it read', [path('failed', 3, { error })], true],
  ['a path that was stopped while it read', [path('stopped', 3)], true],
  ['a path that failed before it was opened', [path('failed', 0, { error })], false],
  ['a path that was stopped before it was opened', [path('stopped', 0)], false],
  ['one that was opened and one that was not', [path('succeeded', 3), path('stopped', 0)], false],
] as const)('%s', (_, paths, said) => {
  expect(opened(paths)).toBe(said)
})
