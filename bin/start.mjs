// `npm start`: installs and builds what is missing, then serves with the sample flow.
import { build, findNode, install, run } from './ready.mjs'

// npm passes a signal on to its shell, and a shell may die without passing it on: nobody's child stops by itself.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 500).unref()
}

install()
const node = findNode()
await build(node)
await run(node, ['serve', '--sample', ...process.argv.slice(2)])
