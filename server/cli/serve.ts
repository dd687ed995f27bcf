/** `tributary serve`: server, scheduler and editor, until a signal comes. */
import { realpathSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { serve as listen } from '@hono/node-server'
import { createApp } from '../app.ts'
import { readEditorFiles } from '../editor-files.ts'
import { type Env, isLoopback, Misconfigured } from '../env.ts'
import { runSample, seed } from '../flows/sample.ts'
import { openLog } from '../log.ts'
import { traceOf } from '../problems.ts'
import { openServices } from '../services.ts'
import { type Command, EXIT, lastResort } from './command.ts'
import { commandEnv } from './place.ts'
import { pathText } from './run.ts'
import { onSignals } from './signals.ts'

/** The built editor lies beside the built server, whose first file is the program's. */
const editorFolder = () => join(dirname(realpathSync(process.argv[1] ?? '.')), '..', 'editor')

export const serve: Command = async (_, flags) => {
  const env = commandEnv(flags)
  ownedOrLocal(env)
  const log = openLog(env.logLevel)
  // What was sent is on disk before and after each request, so a stray failure ends nothing.
  process.off('uncaughtException', lastResort)
  process.on('uncaughtException', cause => log.error(traceOf(cause), 'failed on our side, outside of any request or run'))
  const services = await openServices({ env, log })
  try {
    seed(services)
    const server = await listening(env, createApp(services, readEditorFiles(editorFolder())).fetch)
    const address = addressOf(env, server)
    log.info({ address, data: env.data }, 'listening')
    process.stdout.write(`Tributary is at ${address}\n`)
    const { stop, kill } = onSignals(log)
    kill.addEventListener('abort', services.worker.kill)
    if (flags.sample) void tellSample(services, address)
    await new Promise<void>(resolve => (stop.aborted ? resolve() : stop.addEventListener('abort', () => resolve())))
    server.close()
    server.closeAllConnections()
  } finally {
    await services.close()
  }
  log.info('ended')
  return EXIT.settled
}

/** A server that others can reach must know who may use it. */
function ownedOrLocal({ host, ownerToken }: Env): void {
  if (isLoopback(host) || ownerToken !== undefined) return
  throw new Misconfigured(
    `HOST is ${host}, so others could reach this server, and it has no owner yet.`,
    'Set TRIBUTARY_OWNER_TOKEN (openssl rand -hex 24): a browser then asks for it as the password, scripts send it as a bearer. Or unset HOST.',
  )
}

/**
 * How long a connection on which nothing is asked stays open. Proxies keep theirs for 60 seconds (nginx and the large clouds' unless
 * told): one that we closed first would answer 502 to whoever asks at that moment.
 */
const KEPT_MS = 75_000

function listening(env: Env, fetch: (request: Request) => Response | Promise<Response>): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = listen(
      {
        fetch,
        port: env.port,
        hostname: env.host,
        serverOptions: { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: KEPT_MS },
      },
      () => resolve(server as Server),
    ) as Server
    server.once('error', cause => {
      const taken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE'
      reject(
        new Misconfigured(
          taken ? `Port ${env.port} is taken by another program.` : `The server cannot listen on ${env.host}:${env.port}.`,
          'Choose another with PORT, for example PORT=3001.',
        ),
      )
    })
  })
}

function addressOf({ host }: Env, server: Server): string {
  const { port } = server.address() as AddressInfo
  return `http://${host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${port}`
}

async function tellSample(services: Parameters<typeof runSample>[0], address: string): Promise<void> {
  const run = await runSample(services).catch(() => undefined)
  if (run)
    process.stdout.write(
      `\nThe sample flow ran once, against simulators on this machine:\n\n${run.paths.map(pathText).join('\n\n')}\n\nOpen ${address}\n`,
    )
}
