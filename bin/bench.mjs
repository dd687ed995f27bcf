// Plain JavaScript for any Node ≥ 18: builds the product, installs what the bench compares it with, bundles the bench and
// runs it with the product's Node.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { build, findNode, install } from './ready.mjs'

const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
install()
const node = findNode()
await build(node)
if (!existsSync('test/bench/node_modules')) run('npm', ['ci', '--prefix', 'test/bench'])
run(node, ['node_modules/vite/bin/vite.js', 'build', '--config', 'test/bench/vite.config.ts', '--logLevel', 'warn'])
run(node, ['--expose-gc', 'dist/bench/main.js', ...process.argv.slice(2)])
