/**
 * "100 Continue" that nobody asked for. A server may send it before its answer, and a client has to pass over it (RFC 9110
 * §15.2); undici ends the connection instead, after the request has left, so that an answer that says yes would never be
 * read and its events would count as of unknown outcome. Other interim answers it passes over itself.
 */
import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import connector from 'undici/lib/core/connect.js'

const START = Buffer.from('HTTP/1.1 100')
const END = '\r\n\r\n'
/** A head that is longer is no interim answer. */
const HEAD_BYTES = 16 * 1024

type Connector = ReturnType<typeof buildConnector>

/** Connects as undici does, and keeps "100 Continue" from it. One answer at a time: no pipelining. */
export function passingOver(options: buildConnector.BuildOptions): Connector {
  const connect = connector(options)
  return (where, callback) => connect(where, (...[error, socket]) => (error ? callback(error, null) : callback(null, quiet(socket))))
}

function quiet<S extends Socket>(socket: S): S {
  const [read, write] = [socket.read.bind(socket), socket.write.bind(socket) as (...args: unknown[]) => boolean]
  let begins = true
  let held: Buffer = Buffer.alloc(0)
  // What follows the writing of a request is the beginning of an answer.
  socket.write = ((...args: unknown[]) => {
    begins = true
    return write(...args)
  }) as S['write']
  socket.read = size => {
    for (;;) {
      const chunk: Buffer | null = read(size)
      if (chunk === null || !begins) return chunk
      held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
      let rest: Buffer | undefined = held
      while (rest && interim(rest)) rest = after(rest)
      if (rest === undefined && held.length < HEAD_BYTES) continue
      const given = rest ?? held
      held = Buffer.alloc(0)
      if (given.length === 0) continue
      begins = false
      return given
    }
  }
  return socket
}

/** It begins as one, as far as it goes. */
const interim = (bytes: Buffer): boolean =>
  bytes.length > 0 && bytes.subarray(0, START.length).equals(START.subarray(0, Math.min(bytes.length, START.length)))
/** What follows its head; undefined when that is not all here. */
function after(bytes: Buffer): Buffer | undefined {
  const end = bytes.indexOf(END)
  return end < 0 ? undefined : bytes.subarray(end + END.length)
}
