/**
 * Whether a person's SQL is one statement that only reads. This is for a clear answer early; a source never relies on
 * it alone: it also reads in a read-only transaction, through a protocol that takes one statement.
 */

export interface Token {
  kind: 'word' | 'quoted' | 'text' | 'number' | 'mark'
  /** A word in lower case; the inside of quotes for `quoted`; one character for a mark. */
  text: string
  at: number
}
type Tokens = { tokens: Token[] } | { flaw: string }

/** The statement without a closing semicolon, ready to stand inside brackets; or what is wrong with it. */
export function oneSelect(sql: string): { sql: string; tokens: readonly Token[] } | { flaw: string } {
  const read = tokenise(sql)
  if ('flaw' in read) return read
  const { tokens } = read
  const flaw = shapeFlaw(tokens)
  if (flaw) return { flaw }
  const end = tokens.findIndex(t => isMark(t, ';'))
  return { sql: end < 0 ? sql : sql.slice(0, tokens[end]!.at), tokens: end < 0 ? tokens : tokens.slice(0, end) }
}

const starts = new Set(['select', 'with', 'values', 'table'])
const writes = new Set(['insert', 'update', 'delete', 'merge'])
const isMark = (token: Token | undefined, text: string): boolean => token?.kind === 'mark' && token.text === text
const isWord = (token: Token | undefined, words: ReadonlySet<string>): boolean => token?.kind === 'word' && words.has(token.text)

function shapeFlaw(tokens: readonly Token[]): string | undefined {
  const [first] = tokens
  if (!first) return 'The query is empty.'
  if (!isWord(first, starts)) return 'The query must be one SELECT (or WITH, VALUES, TABLE).'
  let depth = 0
  for (const [i, token] of tokens.entries()) {
    if (isMark(token, '(')) depth++
    if (isMark(token, ')')) depth--
    if (depth < 0) return 'The query closes a bracket that it did not open.'
    if (isMark(token, ';') && tokens.slice(i + 1).some(t => !isMark(t, ';')))
      return 'The query must be one statement; there is more after the semicolon.'
    const before = tokens[i - 1]
    if (isWord(token, writes) && (isMark(before, '(') || (depth === 0 && first.text === 'with' && isMark(before, ')'))))
      return `The query may only read; it holds ${token.text.toUpperCase()}.`
  }
  return depth > 0 ? 'The query does not close all its brackets.' : undefined
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy
const NUMBER = /\d[\w.]*/y
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy
const LINE = /--[^\n\r]*/y
const SPACE = /\s+/y

/** Words, quotes and marks; comments and spaces dropped. Quoting as the SQL standard and Postgres have it. */
export function tokenise(sql: string): Tokens {
  if (sql.includes('\0')) return { flaw: 'The query holds a NUL character.' }
  const tokens: Token[] = []
  const match = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at
    return pattern.exec(sql)?.[0]
  }
  for (let at = 0; at < sql.length; ) {
    const skipped = match(SPACE, at) ?? match(LINE, at)
    if (skipped) {
      at += skipped.length
      continue
    }
    if (sql.startsWith('/*', at)) {
      const end = commentEnd(sql, at)
      if (end === undefined) return { flaw: 'A comment is not closed.' }
      at = end
      continue
    }
    const quote = quoteAt(sql, at, match)
    if (quote === 'open') return { flaw: 'A quote is not closed.' }
    if (quote) {
      tokens.push(quote.token)
      at = quote.end
      continue
    }
    const word = match(WORD, at)
    const number = word === undefined ? match(NUMBER, at) : undefined
    const text = word ?? number ?? sql[at]!
    tokens.push({ kind: word ? 'word' : number ? 'number' : 'mark', text: word ? text.toLowerCase() : text, at })
    at += text.length
  }
  return { tokens }
}

/** Comments nest. */
function commentEnd(sql: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) {
      depth++
      at++
    } else if (sql.startsWith('*/', at)) {
      depth--
      at++
      if (depth === 0) return at + 1
    }
  }
  return undefined
}

type Quote = { token: Token; end: number } | 'open' | undefined
function quoteAt(sql: string, at: number, match: (pattern: RegExp, at: number) => string | undefined): Quote {
  const dollar = match(DOLLAR, at)
  if (dollar) {
    const end = sql.indexOf(dollar, at + dollar.length)
    return end < 0 ? 'open' : { token: { kind: 'text', text: '', at }, end: end + dollar.length }
  }
  const lead = /^(?:[eEbBxXnN](?=')|[uU]&(?=['"]))/.exec(sql.slice(at, at + 3))?.[0] ?? ''
  const mark = sql[at + lead.length]
  if (mark !== "'" && mark !== '"') return undefined
  const escapes = lead.toLowerCase() === 'e'
  for (let i = at + lead.length + 1; i < sql.length; i++) {
    if (escapes && sql[i] === '\\') i++
    else if (sql[i] === mark && sql[i + 1] === mark) i++
    else if (sql[i] === mark) {
      const inside = sql.slice(at + lead.length + 1, i).replaceAll(mark + mark, mark)
      return { token: { kind: mark === '"' ? 'quoted' : 'text', text: inside, at }, end: i + 1 }
    }
  }
  return 'open'
}
