/**
 * The language of formulas, as people know it from spreadsheets: `first([email], [billing email])`, `[cents] / 100`,
 * `if([status] = "paid", [amount], 0)`. Text in, tree out; nothing of it is ever run as code.
 */

export const FORMULA_MAX = 4096
const DEPTH_MAX = 32
const NODES_MAX = 500

export type Binary = '+' | '-' | '*' | '/' | '&' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'
/** `at`: where it stands in the text, for messages. */
export type Formula =
  | { kind: 'text'; text: string; at: number }
  | { kind: 'number'; text: string; at: number }
  | { kind: 'constant'; value: boolean | null; at: number }
  | { kind: 'column'; column: string; at: number }
  | { kind: 'not' | 'minus'; of: Formula; at: number }
  | { kind: 'binary'; op: Binary; left: Formula; right: Formula; at: number }
  | { kind: 'call'; name: string; args: readonly Formula[]; at: number }

/** What is wrong with a formula, and where: the character, counted from 1. */
export class Flaw extends Error {
  constructor(message: string, at?: number) {
    super(at === undefined ? message : `${message} (at character ${at + 1})`)
  }
}

interface Token {
  kind: 'word' | 'column' | 'text' | 'number' | 'mark' | 'end'
  text: string
  at: number
}

/** Throws `Flaw`. */
export function parseFormula(text: string): Formula {
  if (text.length > FORMULA_MAX) throw new Flaw(`A formula has at most ${FORMULA_MAX} characters.`)
  if (text.trim() === '') throw new Flaw('The formula is empty.')
  const parser = new Parser(tokens(text))
  return parser.whole()
}

const SPACE = /\s+/y
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy
const NUMBER = /\d+(?:\.\d+)?|\.\d+/y
const MARK = /<>|!=|<=|>=|[-+*/&=<>(),;]/y

function tokens(text: string): Token[] {
  const list: Token[] = []
  const found = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  for (let at = 0; at < text.length; ) {
    const space = found(SPACE, at)
    if (space) {
      at += space.length
      continue
    }
    const opening = text[at]!
    if (opening === '[' || opening === '"' || opening === "'") {
      const [inside, end] = quoted(text, at, opening === '[' ? ']' : opening)
      list.push({ kind: opening === '[' ? 'column' : 'text', text: inside, at })
      at = end
      continue
    }
    const word = found(WORD, at)
    const number = word === undefined ? found(NUMBER, at) : undefined
    const token = word ?? number ?? found(MARK, at)
    if (token === undefined) throw new Flaw(`"${opening}" means nothing here.`, at)
    list.push({ kind: word ? 'word' : number ? 'number' : 'mark', text: token, at })
    at += token.length
  }
  list.push({ kind: 'end', text: '', at: text.length })
  return list
}

/** A closing mark that is meant as itself is written twice. */
function quoted(text: string, start: number, closing: string): [inside: string, end: number] {
  let inside = ''
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== closing) inside += text[at]
    else if (text[at + 1] === closing) inside += text[at++]
    else return [inside, at + 1]
  }
  throw new Flaw(closing === ']' ? 'A column name is not closed with "]".' : 'A text is not closed.', start)
}

const COMPARISONS: Readonly<Record<string, Binary>> = { '=': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' }
const CONSTANTS: Readonly<Record<string, boolean | null>> = { true: true, false: false, empty: null, null: null }

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0
  #nodes = 0
  constructor(list: readonly Token[]) {
    this.#tokens = list
  }
  whole(): Formula {
    const formula = this.#or()
    if (this.#next.kind !== 'end') throw new Flaw(`"${this.#next.text}" is not expected here.`, this.#next.at)
    return formula
  }
  get #next(): Token {
    return this.#tokens[this.#at]!
  }
  /** The next token if it is this word or mark; then it is used up. */
  #took(...texts: readonly string[]): Token | undefined {
    const { kind, text } = this.#next
    if ((kind !== 'word' && kind !== 'mark') || !texts.includes(text.toLowerCase())) return undefined
    return this.#tokens[this.#at++]
  }
  #made<F extends Formula>(formula: F): F {
    if (++this.#nodes > NODES_MAX) throw new Flaw('The formula has too many parts.')
    return formula
  }
  #deeper(read: () => Formula): Formula {
    if (++this.#depth > DEPTH_MAX) throw new Flaw(`A formula is nested at most ${DEPTH_MAX} deep.`, this.#next.at)
    const formula = read()
    this.#depth--
    return formula
  }
  #leftToRight(part: () => Formula, ops: Readonly<Record<string, Binary>>): Formula {
    let left = part()
    for (;;) {
      const token = this.#took(...Object.keys(ops))
      if (!token) return left
      left = this.#made({ kind: 'binary', op: ops[token.text.toLowerCase()]!, left, right: part(), at: token.at })
    }
  }
  #or(): Formula {
    return this.#deeper(() => this.#leftToRight(() => this.#and(), { or: 'or' }))
  }
  #and(): Formula {
    return this.#leftToRight(() => this.#not(), { and: 'and' })
  }
  #not(): Formula {
    // `not(x)` and `not x` are the same.
    const token = this.#took('not')
    return token ? this.#made({ kind: 'not', of: this.#deeper(() => this.#not()), at: token.at }) : this.#comparison()
  }
  #comparison(): Formula {
    const left = this.#joined()
    const token = this.#took(...Object.keys(COMPARISONS))
    return token ? this.#made({ kind: 'binary', op: COMPARISONS[token.text]!, left, right: this.#joined(), at: token.at }) : left
  }
  #joined(): Formula {
    return this.#leftToRight(() => this.#sum(), { '&': '&' })
  }
  #sum(): Formula {
    return this.#leftToRight(() => this.#product(), { '+': '+', '-': '-' })
  }
  #product(): Formula {
    return this.#leftToRight(() => this.#signed(), { '*': '*', '/': '/' })
  }
  #signed(): Formula {
    const token = this.#took('-')
    return token ? this.#made({ kind: 'minus', of: this.#deeper(() => this.#signed()), at: token.at }) : this.#simple()
  }
  #simple(): Formula {
    const { kind, text, at } = this.#next
    if (kind === 'end') throw new Flaw('The formula ends too early.', at)
    if (this.#took('(')) {
      const inside = this.#or()
      if (!this.#took(')')) throw new Flaw('A bracket is not closed.', at)
      return inside
    }
    if (kind === 'mark') throw new Flaw(`"${text}" is not expected here.`, at)
    this.#at++
    if (kind === 'word') return this.#named(text, at)
    return this.#made(kind === 'column' ? { kind, column: text, at } : { kind, text, at })
  }
  /** `total` is a column unless a bracket follows; then it is a function. */
  #named(text: string, at: number): Formula {
    const name = text.toLowerCase()
    if (!this.#took('(')) {
      if (Object.hasOwn(CONSTANTS, name)) return this.#made({ kind: 'constant', value: CONSTANTS[name]!, at })
      return this.#made({ kind: 'column', column: text, at })
    }
    const args: Formula[] = []
    if (this.#took(')')) return this.#made({ kind: 'call', name, args, at })
    do args.push(this.#or())
    while (this.#took(',', ';'))
    if (!this.#took(')')) throw new Flaw(`The bracket after "${text}" is not closed.`, at)
    return this.#made({ kind: 'call', name, args, at })
  }
}

/** Every column that a formula reads, once each. */
export function columnsOf(formula: Formula): readonly string[] {
  const names = new Set<string>()
  const visit = (part: Formula): void => {
    if (part.kind === 'column') names.add(part.column)
    else if (part.kind === 'binary') [part.left, part.right].forEach(visit)
    else if (part.kind === 'call') part.args.forEach(visit)
    else if (part.kind === 'not' || part.kind === 'minus') visit(part.of)
  }
  visit(formula)
  return [...names]
}
