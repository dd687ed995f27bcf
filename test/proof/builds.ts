/** Copies of the built product: one that a long proof can rely on while others build, and ones with faults planted. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const DIST = join(ROOT, 'dist')
const SERVER = join(DIST, 'server')
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
  const changed = patched(built(), patches)
  const folder = join(PLACE, name)
  const server = join(folder, 'server')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(SERVER, server, { recursive: true })
  symlinkSync(join(DIST, 'editor'), join(folder, 'editor'))
  for (const [file, text] of changed) writeFileSync(join(server, file), text)
  return join(server, 'main.js')
}

/** The text of each file of the built server. */
export function built(): ReadonlyMap<string, string> {
  if (!existsSync(join(SERVER, 'main.js'))) throw new Error('Nothing is built. Use "npm run prove", or run bin/tributary.mjs once.')
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js'))
  return new Map(files.map(file => [file, readFileSync(join(SERVER, file), 'utf8')]))
}

/** The files that the patches change, as they are then. */
export function patched(files: ReadonlyMap<string, string>, patches: readonly Patch[]): ReadonlyMap<string, string> {
  const changed = new Map<string, string>()
  for (const { find, put } of patches) {
    const all = new RegExp(find.source, `${find.flags.replace('g', '')}g`)
    const hits = [...files].flatMap(([file, text]) => [...(changed.get(file) ?? text).matchAll(all)].map(() => file))
    if (hits.length !== 1)
      throw new Error(`${find} is found ${hits.length} times in the build, not once: the code has changed, and so must this fault.`)
    changed.set(hits[0]!, (changed.get(hits[0]!) ?? files.get(hits[0]!)!).replace(find, put))
  }
  return changed
}
