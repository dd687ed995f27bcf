/** Goals that tests of `npm test` hold: run here once, and told as figures. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sheet } from './sheet.ts'

interface Proof {
  part: 'C.1' | 'C.2' | 'C.3'
  what: string
  goal: string
  file: string
  /** Which of the file's tests; all when absent. */
  tests?: RegExp
}
const PROOFS: Proof[] = [
  { part: 'C.1', what: 'Contrast: pairs of colours that fail, both themes', goal: '0 failed', file: 'editor/styles/tokens.test.ts' },
  { part: 'C.1', what: 'Words outside of the catalogue, or without French', goal: '0 failed', file: 'test/words.test.ts' },
  {
    part: 'C.1',
    what: 'Everything by keyboard, single keys off, what is said is said once',
    goal: '0 failed',
    file: 'test/e2e/editing.test.ts',
  },
  {
    part: 'C.1',
    what: 'With menu, list and dialogs open, at 60 % zoom, axe finds nothing',
    goal: '0 failed',
    file: 'test/e2e/canvas.test.ts',
  },
  {
    part: 'C.3',
    what: 'Lost edits: 2 tabs, 500 random acts each, 10 % of answers lost, crashes',
    goal: '0 failed',
    file: 'test/editor-storm.test.ts',
  },
  {
    part: 'C.3',
    what: 'Undo all and redo all after 200 random acts gives the same document',
    goal: '0 failed',
    file: 'editor/document/history.test.ts',
  },
]

export function prove(sheet: Sheet): void {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-budgets-'))
  const report = join(folder, 'vitest.json')
  const files = [...new Set(PROOFS.map(proof => proof.file))]
  const root = join(import.meta.dirname, '../..')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  spawnSync(process.execPath, [vitest, 'run', '--reporter=json', `--outputFile=${report}`, ...files], { cwd: root, stdio: 'ignore' })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[]
  }
  rmSync(folder, { recursive: true, force: true })
  for (const { part, what, goal, file, tests } of PROOFS) {
    const found = (testResults.find(result => result.name.endsWith(file))?.assertionResults ?? []).filter(
      one => !tests || tests.test(one.fullName),
    )
    const failed = found.filter(one => one.status !== 'passed')
    const figure = `${failed.length} of ${found.length} failed`
    const why = failed[0] ? failed[0].fullName : found.length === 0 ? `${file} has no such test` : file
    sheet.rows.push({ part, what, figure, goal, met: failed.length === 0 && found.length > 0, why })
  }
}
