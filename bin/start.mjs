// `npm start`: installs and builds what is missing, then serves with the sample flow.
import { build, findNode, install, run } from './ready.mjs'

install()
const node = findNode()
await build(node)
await run(node, ['serve', '--sample', ...process.argv.slice(2)])
