/** Whoever knows the machine better than we do has the last word. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { heapFlags } from './heap.ts'

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
