// `npm run budgets`: what the editor weighs and costs, beside its goals. Installs and builds what is missing.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, findNode, install, root } from './ready.mjs'

install()
const node = findNode()
await build(node)
process.exit(spawnSync(node, [join(root, 'test', 'bench', 'budgets.ts')], { stdio: 'inherit' }).status ?? 1)
