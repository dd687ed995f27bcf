// `npm run seed:demo`: adds flows and a run to look at, in the server that is running here or, without one, in the data folder.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, findNode, install, root } from './ready.mjs'

install()
const node = findNode()
await build(node)
process.exit(spawnSync(node, [join(root, 'test', 'demo', 'main.ts')], { stdio: 'inherit' }).status ?? 1)
