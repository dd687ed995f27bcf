// `npm run pictures`: the main screens as they are now, in both themes, wide and on a phone, for docs/screens.md.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, findNode, install, root } from './ready.mjs'

install()
const node = findNode()
await build(node)
process.exit(spawnSync(node, [join(root, 'test', 'pictures.ts'), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1)
