// Plain JavaScript for any Node ≥ 18: installs what the bench compares us with, bundles it, runs it with the product's Node.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
if (!existsSync('node_modules/vite')) run('npm', ['ci'])
if (!existsSync('test/bench/node_modules')) run('npm', ['ci', '--prefix', 'test/bench'])
const node = existsSync('node_modules/.bin/node') ? 'node_modules/.bin/node' : process.execPath
run(node, ['node_modules/vite/bin/vite.js', 'build', '--config', 'test/bench/vite.config.ts', '--logLevel', 'warn'])
run(node, ['--expose-gc', 'dist/bench/main.js', ...process.argv.slice(2)])
