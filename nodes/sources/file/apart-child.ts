/** The process that `apart.ts` starts: an engine that answers what it is asked, until whoever asked is gone. */
import { type Answered, type Asked, TOO_LARGE } from './apart.ts'
import { type Engine, engine, type Line } from './engine.ts'

/** Beyond what the engine may have, and what Node has: something grows that the engine does not count. */
const MOST_BYTES = 1024 * 1024 * 1024
const LOOK_MS = 50
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_BYTES) process.exit(TOO_LARGE)
}, LOOK_MS).unref()

let held: Engine | undefined
const lines = new Map<number, Line>()
const under = new Map<number, AsyncIterator<unknown[][]>>()

async function answer(asked: Asked): Promise<Omit<Answered, 'id'>> {
  if (asked.does === 'open') {
    held = await engine(asked.lock)
    return {}
  }
  const { line } = asked
  switch (asked.does) {
    case 'line':
      lines.set(line, await held!.line())
      return {}
    case 'close':
      await under.get(line)?.return?.()
      lines.get(line)?.close()
      lines.delete(line)
      under.delete(line)
      return {}
    case 'ask':
      return { rows: await (lines.get(line) ?? held!).ask(asked.sql, asked.params) }
    case 'rows':
      under.set(line, lines.get(line)!.rows(asked.sql, asked.params)[Symbol.asyncIterator]())
      return {}
    case 'next': {
      const { done, value } = await under.get(line)!.next()
      return done ? { done } : { rows: value }
    }
  }
}

process.on('disconnect', () => process.exit())
process.on('message', ({ id, ...asked }: Asked & { id: number }) => {
  answer(asked as Asked).then(
    answered => process.send?.({ id, ...answered }),
    (cause: unknown) => process.send?.({ id, failed: cause instanceof Error ? cause.message : 'unknown' }),
  )
})
