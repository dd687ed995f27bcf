// `npm test`: installs what is missing, then types, lint and every test. The last line is "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { build, findNode, install, root, say } from './ready.mjs'

install()
const node = findNode()
const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
const ran = (title, args, program = node) => {
  say(`\n— ${title}`)
  const done = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PATH } })
  return done.status === 0
}
const bin = name => join(root, 'node_modules', '.bin', name)

const folder = mkdtempSync(join(tmpdir(), 'tributary-test-'))
const report = join(folder, 'vitest.json')
const checks = [
  ran('types', [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit']),
  ran('lint', ['check', '--error-on-warnings'], bin('biome')),
]
await build(node)
const green = ran('tests', [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
])

const counted = tests(report)
rmSync(folder, { recursive: true, force: true })
const passed = counted.passed + checks.filter(Boolean).length
let failed = counted.failed + checks.filter(ok => !ok).length
if (!green && counted.failed === 0) failed += 1
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

/** Tests as vitest counted them; a file that failed without a failed test counts as one. */
function tests(path) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'))
    const broken = testResults.filter(file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'))
    return { passed: numPassedTests, failed: numFailedTests + broken.length }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
