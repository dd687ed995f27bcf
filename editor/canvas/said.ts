import { count, say } from '../words/words.ts'

/** What a connection is called aloud: whom it joins, and how many rows went through it where that was counted. */
export const connectionSaid = (from: string | undefined, to: string | undefined, rows: number | null): string =>
  say('Connection from {named} to {named2}{more}', {
    named: from,
    named2: to,
    more: rows === null ? '' : say(', {rows} rows', { rows: count(rows) }),
  })
