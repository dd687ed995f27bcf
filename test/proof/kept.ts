/** Results on disk, a line each as soon as it is known: a campaign that is cut short, in whatever way, still has its numbers. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import type { Result } from './case.ts'

/** A result, and what it was a result of. */
export interface Kept extends Result {
  at: string
  seed: number
  /** Of the sources that were built; with a `+` when they were changed since. */
  commit: string
}

export function keeper(file: string, root: string, seed: number): (result: Result) => void {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? ''
  const commit = `${git('rev-parse', '--short', 'HEAD') || 'unknown'}${git('status', '--porcelain', '--untracked-files=no') ? '+' : ''}`
  return result => appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), seed, commit, ...result })}\n`)
}

/** The last line may be half of one. */
export function keptIn(file: string): Kept[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap(line => {
      try {
        return [JSON.parse(line) as Kept]
      } catch {
        return []
      }
    })
}
