/** Whoever knows the machine better than we do has the last word. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { heapFlags, youngIsTold } from './heap.ts'

it.each([
  ['nothing', [], undefined, 1],
  ['the young alone', ['--max-semi-space-size=8'], '', 1],
  ['the old', ['--max-old-space-size=512'], '', 0],
  ['the old, for every Node', [], '--max-old-space-size=512', 0],
  ['all of it', ['--max-heap-size=300'], '', 0],
])('told %s', (_, told, options, count) => expect(heapFlags(told, options)).toHaveLength(count))

it('sets what this Node knows', () => {
  const program = `const v8 = require('node:v8'); for (const flag of ${JSON.stringify(heapFlags([]))}) v8.setFlagsFromString(flag)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
  // V8 complains of a flag that it does not know, and goes on.
  expect([status, stdout, stderr]).toEqual([0, '', ''])
})

it.each([
  [[], '', false],
  [['--max-old-space-size=512'], '', false],
  [['--max-semi-space-size=64'], '', true],
  [[], '--max_semi_space_size=64', true],
  [['--max-heap-size=300'], '', true],
])('leaves the young to Node when told %s %s: %s', (told, options, is) => expect(youngIsTold(told, options)).toBe(is))

/** Pages of rows as a run makes them: each lives until the next one is there. Prints how much room they were given, in MB. */
const PAGES = `
  const { getHeapSpaceStatistics } = await import('node:v8')
  let held = []
  for (let page = 0; page < 50; page++) {
    held = [held.at(-1), Array.from({ length: 40_000 }, (_, i) => ({ key: 'A' + page + '-' + i, cells: [i, page] }))]
    await new Promise(setImmediate)
  }
  console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 1024 / 1024)`

it.each([
  ['keeps what lives shortly in little room', [], true],
  ['unless Node was told how much', ['--max-semi-space-size=64'], false],
])('%s', (_, told, small) => {
  const heap = JSON.stringify(new URL('./heap.ts', import.meta.url).href)
  const program = `const { keepHeapSmall } = await import(${heap}); keepHeapSmall();${PAGES}`
  const { stdout, stderr } = spawnSync(process.execPath, [...told, '--input-type=module', '-e', program], { encoding: 'utf8' })
  expect(stderr).toBe('')
  // Each step doubles it, and the look may come one step late.
  expect(Number(stdout) <= 32).toBe(small)
})
