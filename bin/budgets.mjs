// `npm run budgets`: every goal of the editor beside its figure. Installs and builds what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, findNode, install, root } from './ready.mjs'

const parts = process.argv.slice(2)
install()
const node = findNode()
await build(node)
const lighthouse = join(root, 'test', 'budgets', 'lighthouse')
if (parts.includes('lighthouse') && !existsSync(join(lighthouse, 'node_modules'))) {
  const { status } = spawnSync('npm', ['ci', '--prefix', lighthouse, '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
process.exit(spawnSync(node, [join(root, 'test', 'budgets', 'main.ts'), ...parts], { stdio: 'inherit' }).status ?? 1)
