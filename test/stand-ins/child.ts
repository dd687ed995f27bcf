/** Another process that runs one of our modules, to be killed: what a crash leaves is only known after a real one. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'

export interface Child {
  /** The next line that the module printed; rejects with its complaints when it ended instead. */
  line(): Promise<string>
  /** `kill -9`, and waits until the kernel has cleaned up. */
  kill(): Promise<void>
  exited: Promise<number | null>
}

const ROOT = join(import.meta.dirname, '..', '..')
/** Of one test run, which takes it away (`setup.ts`). Below `node_modules`, so that what is built finds the packages that stay outside of it. */
export const builtFor = (run: number) => join(ROOT, 'node_modules', '.children', String(run))

const built = new Map<string, Promise<string>>()
/** The module as the server's bundle would hold it: built once, since loading file by file took each process four seconds. */
async function bundleOf(module: string): Promise<string> {
  const outDir = join(builtFor(process.ppid), `${process.pid}-${built.size}`)
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: {
      noExternal: true,
      external: ['better-sqlite3', '@duckdb/node-bindings', 'snowflake-sdk', '@google-cloud/bigquery', 'pg-native'],
    },
    build: { ssr: module, outDir, rollupOptions: { output: { entryFileNames: 'module.js' } } },
  })
  return join(outDir, 'module.js')
}

/** Imports `module` (an absolute path) the way the server's bundle would see it, and calls its `main` with `args`. */
export async function startChild(module: string, ...args: string[]): Promise<Child> {
  if (!built.has(module)) built.set(module, bundleOf(module))
  const script = `const { main } = await import(process.argv[1])
await main(...process.argv.slice(2))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, await built.get(module)!, ...args], { stdio: 'pipe' })
  const exited = once(child, 'close').then(([code]) => code as number | null)
  const lines = linesOf(child, exited)
  return {
    exited,
    line: async () => {
      const { value, done } = await lines.next()
      if (done) throw new Error('The child ended.')
      return value
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function* linesOf(child: ChildProcessWithoutNullStreams, exited: Promise<number | null>): AsyncGenerator<string> {
  const complaints: string[] = []
  child.stderr.on('data', text => complaints.push(String(text)))
  yield* createInterface(child.stdout)
  throw new Error(`The child ended with ${await exited}: ${complaints.join('')}`)
}
