// `npm run prove`: installs and builds what is missing, then kills, breaks and cuts the product, and counts.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, findNode, install, root } from './ready.mjs'

install()
const node = findNode()
await build(node)
const { status } = spawnSync(node, [join(root, 'test', 'proof', 'main.ts'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
process.exitCode = status ?? 1
