/** Data folders for tests: real ones on disk, gone when the test file is done. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-'))
  made.push(folder)
  return folder
}
