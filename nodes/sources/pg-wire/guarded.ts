/** The driver's reader throws where nobody can catch it when a server speaks what it does not know. Here it ends the connection. */
import type pg from 'pg'

interface Stream {
  on(event: string, listener: (data: Buffer) => void): Stream
  destroy(): void
}
interface Inside {
  attachListeners(stream: unknown): void
}

/** `failed` hears what could not be read; the connection is gone by then. */
export function guard(client: pg.Client, failed: (cause: unknown) => void): void {
  const { connection } = client as unknown as { connection: Inside }
  const attach = connection.attachListeners.bind(connection)
  connection.attachListeners = stream => attach(guarded(stream as Stream, failed))
}

const guarded = (stream: Stream, failed: (cause: unknown) => void) => ({
  on: (event: string, listener: (data: Buffer) => void) =>
    stream.on(event, data => {
      try {
        listener(data)
      } catch (cause) {
        failed(cause)
        stream.destroy()
      }
    }),
})
