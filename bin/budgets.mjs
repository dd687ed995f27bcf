// `npm run budgets`: every goal of the editor beside its figure. Installs and builds what is missing.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, findNode, install, root } from './ready.mjs'

install()
const node = findNode()
await build(node)
process.exit(spawnSync(node, [join(root, 'test', 'budgets', 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1)
