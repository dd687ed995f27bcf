/** A door before a server on loopback, through which a fault comes: nothing answers, all is cut, or it proves itself with a certificate. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Certificate } from './certificate.ts'

export interface Fault {
  /** `reset`: cut as soon as it is opened. `hang`: taken, and never answered. `pass`: as if there were no door. `plain`: answers as what speaks no TLS does. */
  does: 'reset' | 'hang' | 'pass' | 'plain'
  /** Encrypts, before the server that does not. */
  certificate?: Certificate
  /** The handshake of a certificate is passed through before it hangs. */
  safeFirst?: true
  /** Encryption begins when the client asks for it as Postgres' clients do, and not at once. */
  asked?: boolean
}
export interface Door {
  port: number
  /** What is done from now on with what comes and what is there. */
  now(does: Fault['does']): void
  close(): void
}

export async function openDoor(to: number, fault: Fault): Promise<Door> {
  const open = new Set<Socket>()
  let { does } = fault
  const server = createServer(client => {
    open.add(client)
    client.on('error', () => {})
    client.on('close', () => open.delete(client))
    if (does === 'reset') client.resetAndDestroy()
    else if (does === 'plain') client.once('data', () => client.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    else if (does === 'pass' || fault.safeFirst) void enter(client, to, fault)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    now(next) {
      does = next
      if (next === 'reset') cut()
      if (next === 'hang') for (const socket of open) socket.unpipe().pause()
    },
    close() {
      cut()
      server.close()
    },
  }
}

async function enter(client: Socket, to: number, { certificate, asked, safeFirst }: Fault): Promise<void> {
  let inside: Socket = client
  if (certificate) {
    if (asked) {
      await once(client, 'data')
      client.write('S')
    }
    inside = new TLSSocket(client, { isServer: true, ...certificate })
    inside.on('error', () => client.destroy())
  }
  if (safeFirst) return
  const server = connect(to, '127.0.0.1')
  server.on('error', () => client.destroy())
  server.on('close', () => client.destroy())
  client.on('close', () => server.destroy())
  inside.pipe(server)
  server.pipe(inside)
}
