/**
 * The engine in a process of its own, for what a person wrote: a query, or a database with views. Some functions cannot be
 * interrupted and take memory that no limit of the engine counts; a process can be ended, and is when it grows too large.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Engine, Line } from './engine.ts'

/** What is asked of it. `line`: which one; none is the first. */
export type Asked =
  | { does: 'open'; lock: readonly string[] }
  | { does: 'line' | 'close' | 'next'; line: number }
  | { does: 'ask' | 'rows'; line: number; sql: string; params: readonly string[] }
/** `done` ends rows; `failed` is what the engine said. */
export interface Answered {
  id: number
  rows?: unknown[][]
  done?: boolean
  failed?: string
}
/** How the process ends itself when it has grown too large. */
export const TOO_LARGE = 86

/** How long one answer, a page of rows or a whole count, may be worked on. */
export const STATEMENT_MS = 15 * 60_000

export async function engineApart(lock: readonly string[], statementMs = STATEMENT_MS): Promise<Engine> {
  const child = fork(program(), { execArgv: [], env: {}, serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const ask = asker(child, statementMs)
  const end = () => void child.kill('SIGKILL')
  let lines = 0
  const lineOf = (line: number): Line => ({
    ask: async (sql, params = []) => (await ask({ does: 'ask', line, sql, params })).rows ?? [],
    rows: async function* (sql, params) {
      await ask({ does: 'rows', line, sql, params })
      for (;;) {
        const { rows, done } = await ask({ does: 'next', line })
        if (done) return
        yield rows!
      }
    },
    close: () => void ask({ does: 'close', line }).catch(() => {}),
  })
  try {
    await ask({ does: 'open', lock })
  } catch (cause) {
    end()
    throw cause
  }
  const line = async () => {
    const number = ++lines
    await ask({ does: 'line', line: number })
    return lineOf(number)
  }
  return { ask: lineOf(0).ask, line, interrupt: end, close: end }
}

/** Beside this file as it is written; built, beside the program that this is part of. */
function program(): string {
  const here = import.meta.url
  if (here.endsWith('.ts')) return fileURLToPath(new URL('apart-child.ts', here))
  const found = ['file-apart.js', '../file-apart.js'].map(path => fileURLToPath(new URL(path, here))).find(path => existsSync(path))
  if (!found) throw new Error('The build has no file-apart.js; see vite.config.ts.')
  return found
}

function asker(child: ChildProcess, statementMs: number): (asked: Asked) => Promise<Answered> {
  const waiting = new Map<number, { resolve(answered: Answered): void; reject(cause: Error): void }>()
  let ended: Error | undefined
  let last = 0
  const over = (cause: Error) => {
    ended ??= cause
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  child.on('error', over)
  child.on('exit', code => over(new Error(code === TOO_LARGE ? 'Out of Memory: the engine grew too large' : 'The engine ended')))
  child.on('message', (answered: Answered) => {
    const found = waiting.get(answered.id)
    waiting.delete(answered.id)
    if (answered.failed === undefined) found?.resolve(answered)
    else found?.reject(new Error(answered.failed))
  })
  // It cannot be interrupted in everything it does, so that it is ended.
  const tooLong = () => {
    over(new Error('The engine took too long'))
    child.kill('SIGKILL')
  }
  const sent = (asked: Asked) =>
    new Promise<Answered>((resolve, reject) => {
      if (ended) return reject(ended)
      const id = ++last
      waiting.set(id, { resolve, reject })
      child.send({ id, ...asked }, cause => {
        if (cause) over(cause)
      })
    })
  return async asked => {
    const patience = setTimeout(tooLong, statementMs)
    try {
      return await sent(asked)
    } finally {
      clearTimeout(patience)
    }
  }
}
