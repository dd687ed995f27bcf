/** Copies of the built product: one that a long proof can rely on while others build, and ones with faults planted. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const DIST = join(ROOT, 'dist')
/** Below `node_modules`, so that the copy finds its packages. */
const PLACE = join(ROOT, 'node_modules', '.proof', String(process.pid))
process.on('exit', () => rmSync(PLACE, { recursive: true, force: true }))

/** A text in the build and what stands there instead. It must be found exactly once. */
export interface Patch {
  find: RegExp
  put: string
}

/** Gives the program's path. Throws when a patch does not fit: the fault would not be there, and nothing proven. */
export function copyBuild(name: string, patches: readonly Patch[] = []): string {
  if (!existsSync(join(DIST, 'server', 'main.js'))) throw new Error('Nothing is built. Use "npm run prove", or run bin/tributary.mjs once.')
  const folder = join(PLACE, name)
  const server = join(folder, 'server')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(DIST, 'server'), server, { recursive: true })
  symlinkSync(join(DIST, 'editor'), join(folder, 'editor'))
  for (const patch of patches) apply(patch, server)
  return join(server, 'main.js')
}

function apply({ find, put }: Patch, server: string): void {
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js'))
  const all = new RegExp(find.source, `${find.flags.replace('g', '')}g`)
  const hits = files.flatMap(file => [...readFileSync(join(server, file), 'utf8').matchAll(all)].map(() => file))
  if (hits.length !== 1)
    throw new Error(`${find} is found ${hits.length} times in the build, not once: the code has changed, and so must this fault.`)
  const path = join(server, hits[0]!)
  writeFileSync(path, readFileSync(path, 'utf8').replace(find, put))
}
