/** Another process that runs one of our modules, to be killed: what a crash leaves is only known after a real one. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Child {
  /** The next line that the module printed; rejects with its complaints when it ended instead. */
  line(): Promise<string>
  /** `kill -9`, and waits until the kernel has cleaned up. */
  kill(): Promise<void>
  exited: Promise<number | null>
}

/** Imports `module` (an absolute path) the way the server's bundle would see it, and calls its `main` with `args`. */
export function startChild(module: string, ...args: string[]): Child {
  const script = `import { runnerImport } from 'vite'
const { module } = await runnerImport(process.argv[1], { configFile: false, logLevel: 'error' })
await module.main(...process.argv.slice(2))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, ...args], { stdio: 'pipe' })
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
