/** Goals that tests of `npm test` hold: run here once, and told as figures. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sheet } from './sheet.ts'

interface Proof {
  part: 'C.1' | 'C.2' | 'C.3'
  what: string
  /** Files, each with which of its tests; all of them when absent. */
  tests: [file: string, tests?: RegExp][]
}
const E2E = (name: string) => `test/e2e/${name}.test.ts`
const PROOFS: Proof[] = [
  { part: 'C.1', what: 'Contrast: pairs of colours that fail, both themes', tests: [['editor/styles/tokens.test.ts']] },
  { part: 'C.1', what: 'Words outside of the catalogue, or without French', tests: [['test/words.test.ts']] },
  { part: 'C.1', what: 'Disguised and 40 % longer words: nothing cut, nothing past the catalogue', tests: [[E2E('disguised')]] },
  { part: 'C.1', what: 'Every state of a card has a sign, words and a name of its own', tests: [['editor/canvas/state-line.test.tsx']] },
  { part: 'C.1', what: 'Right-to-left: panels mirrored, the flow from left to right, nothing past the edge', tests: [[E2E('mirrored')]] },
  {
    part: 'C.1',
    what: 'Keyboard only, E3: from a blank flow to an accepted event',
    tests: [[E2E('first-event'), /keyboard/i]],
  },
  { part: 'C.1', what: 'Every key of the map, by keyboard only (E12)', tests: [[E2E('shortcuts')]] },
  {
    part: 'C.1',
    what: 'Twins of drags: add, connect, reconnect, insert, move, reorder conditions, resize, box select',
    tests: [
      [E2E('shortcuts'), /A adds behind|C connects|E goes to the connections|I puts a step|Alt with an arrow|Space chooses/],
      [E2E('choices'), /moves a condition by its menu/],
      [E2E('versions'), /size is set by keyboard/],
    ],
  },
  { part: 'C.1', what: 'Single letters can be switched off, nothing fires in fields', tests: [[E2E('editing'), /single letters/i]] },
  { part: 'C.1', what: 'What is done by pointer is done, said once, and undone by one step', tests: [[E2E('acts')]] },
  {
    part: 'C.1',
    what: 'With menu, list and dialogs open, at 60 % zoom, axe finds nothing',
    tests: [
      [E2E('canvas'), /everybody/],
      [E2E('panels'), /everybody/],
      [E2E('editing'), /usable by everybody/],
    ],
  },
  { part: 'C.2', what: '3,000 random flows tidied: Left out above Kept', tests: [['editor/document/tidy.test.ts']] },
  {
    part: 'C.3',
    what: 'Lost edits: 2 tabs, 500 random acts each, 10 % of answers lost, crashes',
    tests: [['test/editor-storm.test.ts']],
  },
  {
    part: 'C.3',
    what: 'Undo all and redo all after 200 random acts gives the same document',
    tests: [['editor/document/history.test.ts', /undo all/i]],
  },
]

export function prove(sheet: Sheet): void {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-budgets-'))
  const report = join(folder, 'vitest.json')
  const files = [...new Set(PROOFS.flatMap(proof => proof.tests.map(([file]) => file)))]
  const root = join(import.meta.dirname, '../..')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  spawnSync(process.execPath, [vitest, 'run', '--reporter=json', `--outputFile=${report}`, ...files], { cwd: root, stdio: 'ignore' })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[]
  }
  rmSync(folder, { recursive: true, force: true })
  for (const { part, what, tests } of PROOFS) {
    const found = tests.flatMap(([file, named]) =>
      (testResults.find(result => result.name.endsWith(file))?.assertionResults ?? []).filter(one => !named || named.test(one.fullName)),
    )
    const failed = found.filter(one => one.status !== 'passed')
    const files = tests.map(([file]) => file).join(', ')
    const figure = `${failed.length} of ${found.length} failed`
    const why = failed[0] ? failed[0].fullName : found.length === 0 ? `${files}: no such test` : files
    sheet.rows.push({ part, what, figure, goal: '0 failed', met: failed.length === 0 && found.length > 0, why })
  }
}
