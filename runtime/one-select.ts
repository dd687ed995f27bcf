/**
 * Whether a person's SQL is one statement that only reads. This is for a clear answer early; a source never relies on
 * it alone: it also reads in a read-only transaction, through a protocol that takes one statement.
 */

export interface Token {
  kind: 'word' | 'quoted' | 'text' | 'number' | 'mark'
  /** A word in lower case; the inside of quotes for `quoted`; one character for a mark. */
  text: string
  at: number
  /** A text in which a backslash escapes, as E'…' is. */
  escapes?: true
}
type Tokens = { tokens: Token[] } | { flaw: string }

/** How an engine writes texts, names and comments. Where engines disagree on what ends a text, the spelling is refused. */
export interface Lexis {
  /** Marks around texts and around names. */
  texts: string
  names: string
  /** `standard`: only in E'…'. `escapes`: in every text. `refused`: nobody knows, so none may stand before a closing mark. */
  backslash: 'standard' | 'escapes' | 'refused'
  /** Three marks around a text with line breaks. */
  tripled?: boolean
  dollar: RegExp | undefined
  line: RegExp
  /** Whether comments within comments are counted; if not, they are refused. */
  nested: boolean
}
const LINE = /--[^\n\r]*/y
export const standard: Lexis = {
  texts: "'",
  names: '"',
  backslash: 'standard',
  // As Postgres reads it: whatever is not ASCII may stand in the name between the dollars.
  dollar: /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y,
  line: LINE,
  nested: true,
}
/** Standard quotes, of which some think that a backslash escapes. */
export const cautious: Lexis = { ...standard, backslash: 'refused', nested: false }
/** Texts in either quote with escapes, names in backticks. */
export const backticked: Lexis = { texts: `'"`, names: '`', backslash: 'escapes', dollar: undefined, line: LINE, nested: false }
/** The same, with `#` before comments and texts between three quotes. */
export const hashComments: Lexis = { ...backticked, line: /(?:--|#)[^\n\r]*/y, tripled: true }
/** Standard quotes with escapes, `//` before comments, texts between plain double dollars. */
export const slashComments: Lexis = { ...standard, backslash: 'escapes', dollar: /\$\$/y, line: /(?:--|\/\/)[^\n\r]*/y, nested: false }

/** The statement without a closing semicolon, ready to stand inside brackets; or what is wrong with it. */
export function oneSelect(sql: string, lexis: Lexis = standard): { sql: string; tokens: readonly Token[] } | { flaw: string } {
  const read = tokenise(sql, lexis)
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

/** "delete from", 'insert "orders"': not a column or a function of that name, "insert(v, 1, 1, 'x')". */
const isStatement = (token: Token, next: Token | undefined): boolean => isWord(token, writes) && next !== undefined && next.kind !== 'mark'

function shapeFlaw(tokens: readonly Token[]): string | undefined {
  const first = tokens.find(token => !isMark(token, '(')) ?? tokens[0]
  if (!first) return 'The query is empty.'
  if (!isWord(first, starts)) return 'The query must be one SELECT (or WITH, VALUES, TABLE).'
  const opened = tokens.indexOf(first)
  let depth = 0
  for (const [i, token] of tokens.entries()) {
    if (isMark(token, '(')) depth++
    if (isMark(token, ')')) depth--
    if (depth < 0) return 'The query closes a bracket that it did not open.'
    if (isMark(token, ';') && tokens.slice(i + 1).some(t => !isMark(t, ';')))
      return 'The query must be one statement; there is more after the semicolon.'
    const before = tokens[i - 1]
    if (isStatement(token, tokens[i + 1]) && (isMark(before, '(') || (depth <= opened && first.text === 'with' && isMark(before, ')'))))
      return `The query may only read; it holds ${token.text.toUpperCase()}.`
  }
  return depth > 0 ? 'The query does not close all its brackets.' : undefined
}

/** What is wrong with it in every engine's spelling: for those who do not know yet which one will read it. */
export function neverOneSelect(sql: string): string | undefined {
  const read = oneSelect(sql)
  if (!('flaw' in read)) return undefined
  return [backticked, hashComments, slashComments].some(lexis => !('flaw' in oneSelect(sql, lexis))) ? undefined : read.flaw
}

/** Whatever is not ASCII may stand in a name, as an emoji may; but not a space, which a query pasted from a page is full of. */
const WORD = /(?!\s)[A-Za-z_\u0080-\uffff](?:(?!\s)[A-Za-z0-9_$\u0080-\uffff])*/y
const NUMBER = /\d[\w.]*/y
const SPACE = /\s+/y

type Match = (pattern: RegExp, at: number) => string | undefined
/** Words, quotes and marks; comments and spaces dropped. */
export function tokenise(sql: string, lexis: Lexis = standard): Tokens {
  if (sql.includes('\0')) return { flaw: 'The query holds a NUL character.' }
  if (lexis !== standard && /\r(?!\n)/.test(sql)) return { flaw: 'The query holds a carriage return without a line feed.' }
  const tokens: Token[] = []
  const match: Match = (pattern, at) => {
    pattern.lastIndex = at
    return pattern.exec(sql)?.[0]
  }
  for (let at = 0; at < sql.length; ) {
    const skipped = match(SPACE, at) ?? match(lexis.line, at)
    if (skipped) {
      at += skipped.length
      continue
    }
    if (sql.startsWith('/*', at)) {
      const end = commentEnd(sql, at, lexis.nested)
      if (end === undefined)
        return { flaw: lexis.nested ? 'A comment is not closed.' : 'A comment is not closed, or holds another comment.' }
      at = end
      continue
    }
    const quote = quoteAt(sql, at, lexis, match, goesOn(sql, at, tokens.at(-1), lexis))
    if (quote === 'open') return { flaw: 'A quote is not closed.' }
    if (quote === 'unclear') return { flaw: 'It is not clear where a text ends: a backslash stands before a quote. Write it another way.' }
    if (quote === 'glued') return { flaw: 'It is not clear whether dollars begin a text: put a space before them.' }
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

/** Comments nest, or may not hold another one. */
function commentEnd(sql: string, start: number, nested: boolean): number | undefined {
  let depth = 0
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) {
      depth++
      at++
      if (depth > 1 && !nested) return undefined
    } else if (sql.startsWith('*/', at)) {
      depth--
      at++
      if (depth === 0) return at + 1
    }
  }
  return undefined
}

/** A text that ends on one line and begins again on another is one text to Postgres, and E'…' holds for all of it. */
const goesOn = (sql: string, at: number, before: Token | undefined, { backslash }: Lexis): boolean =>
  backslash === 'standard' && before?.kind === 'text' && before.escapes === true && /[\n\r]/.test(sql.slice(before.at, at))

type Quote = { token: Token; end: number } | 'open' | 'unclear' | 'glued' | undefined
function quoteAt(sql: string, at: number, lexis: Lexis, match: Match, continued: boolean): Quote {
  const dollar = lexis.dollar && match(lexis.dollar, at)
  if (dollar) {
    // Versions of Postgres differ on whether a name or a number before it takes the dollars in.
    if (/[\w\u0080-\uffff]/.test(sql[at - 1] ?? '')) return 'glued'
    const end = sql.indexOf(dollar, at + dollar.length)
    return end < 0 ? 'open' : { token: { kind: 'text', text: '', at }, end: end + dollar.length }
  }
  const lead = lexis.backslash === 'escapes' ? '' : (/^(?:[eEbBxXnN](?=')|[uU]&(?=['"]))/.exec(sql.slice(at, at + 3))?.[0] ?? '')
  const start = at + lead.length
  const mark = sql[start]
  if (mark === undefined || !(lexis.texts + lexis.names).includes(mark)) return undefined
  const isName = lexis.names.includes(mark)
  const triple = lexis.tripled && !isName && sql.startsWith(mark.repeat(3), start)
  const closing = triple ? mark.repeat(3) : mark
  const standardEscape = lexis.backslash === 'standard' && (lead.toLowerCase() === 'e' || (continued && lead === '' && !isName))
  const escapes = standardEscape || (lexis.backslash === 'escapes' && !isName)
  // A raw text may end at an escaped quote or not: engines differ.
  const raw = lexis.backslash === 'escapes' && /r/i.test(sql[at - 1] ?? '')
  for (let i = start + closing.length; i < sql.length; i++) {
    if (sql[i] === '\\' && sql[i + 1] === mark && lexis.backslash !== 'standard' && (!escapes || raw)) return 'unclear'
    if (escapes && sql[i] === '\\') i++
    else if (!triple && sql[i] === mark && sql[i + 1] === mark) i++
    else if (sql.startsWith(closing, i)) {
      const inside = sql.slice(start + closing.length, i).replaceAll(mark + mark, mark)
      const token: Token = { kind: isName ? 'quoted' : 'text', text: inside, at, ...(standardEscape && { escapes: true }) }
      return { token, end: i + closing.length }
    }
  }
  return 'open'
}
