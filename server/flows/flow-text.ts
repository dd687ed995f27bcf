/** A flow as text: JSON or YAML in, the document or what is wrong with it out. */
import { parseDocument, stringify, YAMLError } from 'yaml'
import { Flow } from '../../runtime/flow.ts'
import { issueText } from '../../runtime/issue.ts'

/** Why a text is no flow: a sentence without the text's content, and the places concerned. */
export interface NoFlow {
  message: string
  issues: { path: string; message: string }[]
}

/** JSON or YAML to plain values. Aliases that blow up are refused by the parser. */
export function readText(text: string): { value: unknown } | NoFlow {
  const trimmed = text.replace(/^\uFEFF/, '').trimStart()
  try {
    const value = json(trimmed) ?? yaml(trimmed)
    return isTooDeep(value) ? { message: `It is nested more than ${NESTING_MAX} levels deep.`, issues: [] } : { value }
  } catch (cause) {
    const line = cause instanceof YAMLError ? cause.linePos?.[0]?.line : undefined
    if (cause instanceof YAMLError && cause.code === 'TAG_RESOLVE_FAILED') return { message: tagged(line), issues: [] }
    return { message: line ? `It is neither JSON nor YAML: line ${line} cannot be read.` : 'It is neither JSON nor YAML.', issues: [] }
  }
}

/** A tag would be dropped with a note on the console: what it was meant to do is not known here. */
const tagged = (line = 1): string =>
  `Line ${line} begins a value with "!", which YAML takes for a tag, and no tag means anything here. Take it out, or put the value in quotes.`
function yaml(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) throw fault
  return document.toJS()
}

/** Nobody writes such a thing, and what follows such a thing down would run out of stack. */
export const NESTING_MAX = 200
/** Level by level, so that it needs no stack itself. */
export function isTooDeep(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > NESTING_MAX) return true
    level = level.flatMap(part => (typeof part === 'object' && part !== null ? Object.values(part) : []))
  }
  return false
}

/** YAML may begin with a brace too, and its parser says which line is wrong. */
function json(text: string): unknown {
  try {
    return text.startsWith('{') ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/** The flow that a text describes. */
export function readFlow(text: string): { flow: Flow } | NoFlow {
  const read = readText(text)
  if ('message' in read) return read
  if (read.value === null) return { message: 'There is nothing in it.', issues: [] }
  const other = otherFormat(read.value)
  if (other) return { message: other, issues: [] }
  const parsed = Flow.safeParse(read.value)
  if (parsed.success) return { flow: parsed.data }
  const issues = parsed.error.issues
    .slice(0, 20)
    .map(issue => ({ path: issue.path.map(String).join('.'), message: issueText({ ...issue, path: [] }) }))
  return { message: `It is not a flow: ${issueText(parsed.error.issues[0]!)}`, issues }
}

/** A flow of another format is a flow all the same, and what never was one is not of another version. */
function otherFormat(value: unknown): string | undefined {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value)
  const { tributary: format, nodes } = (isGroup ? value : {}) as { tributary?: unknown; nodes?: unknown }
  if (format === undefined) return 'It is not a flow: a flow begins with "tributary": 1, as an export writes it.'
  if (typeof format !== 'number' || format <= 1 || !Array.isArray(nodes)) return undefined
  return `It was written by a newer version of Tributary: its format is ${format}, and 1 is read here. Update Tributary, then it can be read.`
}

/** As people keep it in a repository: keys in the schema's order. */
export const writeFlow = (flow: Flow, format: 'json' | 'yaml'): string =>
  format === 'yaml' ? stringify(Flow.parse(flow)) : `${JSON.stringify(Flow.parse(flow), null, 2)}\n`
