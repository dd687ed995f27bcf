/** Once for the whole test run: the right Node, and one Postgres that starts when the first test asks for it. */
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { builtFor } from './stand-ins/child.ts'
import type { Postgres } from './stand-ins/start-postgres.ts'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18))
  throw new Error(`The tests need Node 22.18 or newer; this is ${process.versions.node}. Use "npm test".`)

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let postgres: Promise<Postgres> | undefined
  const door = createServer((_request, response) => {
    postgres ??= import('./stand-ins/start-postgres.ts').then(({ startPostgres }) => startPostgres())
    postgres.then(
      ({ url }) => response.end(url),
      (cause: unknown) => response.writeHead(500).end(String(cause)),
    )
  })
  await new Promise<void>(open => door.listen(0, '127.0.0.1', open))
  const { port } = door.address() as { port: number }
  project.provide('postgres', `http://127.0.0.1:${port}/`)
  return async () => {
    door.closeAllConnections()
    door.close()
    rmSync(builtFor(process.pid), { recursive: true, force: true })
    await (await postgres?.catch(() => undefined))?.stop()
  }
}
