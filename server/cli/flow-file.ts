/** What the command line reads from files: the flow and the connections. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Kinds, Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { issueText } from '../../runtime/issue.ts'
import { Misconfigured } from '../env.ts'
import { type NoFlow, readFlow, readText } from '../flows/flow-text.ts'
import type { KnownConnection } from '../runs/workplace.ts'

export interface FlowFile {
  flow: Flow
  /** Relative paths in the flow start here. */
  folder: string
}

/** The file holds no flow: what is wrong, place by place. */
export class UnreadableFlow extends Misconfigured {
  readonly problems: readonly Problem[]
  constructor(path: string, { message, issues }: NoFlow) {
    super(`${path} cannot be used. ${message}`, 'tributary schema prints what a flow looks like.')
    const found = issues.length ? issues.map(issue => (issue.path ? `${issue.path}: ${issue.message}` : issue.message)) : [message]
    this.problems = found.map(text => ({ node: '', code: 'flow.unreadable', level: 'must_fix', message: text }))
  }
}

export function readFlowFile(path: string): FlowFile {
  const found = readFlow(contentOf(path, 'flow file'))
  if ('message' in found) throw new UnreadableFlow(path, found)
  return { flow: found.flow, folder: dirname(resolve(path)) }
}

/** The connections that the flow names and the file holds, variables filled in. Others are not looked at. */
export function readConnections(path: string, flow: Flow, kinds: Kinds, variables: NodeJS.ProcessEnv): Map<string, KnownConnection> {
  const read = readText(contentOf(path, 'connections file'))
  if ('message' in read) throw new Misconfigured(`${path} cannot be used. ${read.message}`)
  const { value } = read
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misconfigured(
      `${path} must be an object of connections by name.`,
      'For example { "shop-db": { "kind": "postgres", "url": "postgres://..." } }',
    )
  }
  const named = new Set(flow.nodes.map(node => node.config.connection))
  const entries = Object.entries(value).filter(([name]) => named.has(name))
  return new Map(entries.map(([name, entry]) => [name, connectionOf(name, entry, kinds, variables)]))
}

function connectionOf(name: string, entry: unknown, kinds: Kinds, variables: NodeJS.ProcessEnv): KnownConnection {
  const { kind: id, ...written } = (entry ?? {}) as Record<string, unknown>
  const kind = typeof id === 'string' ? kinds.get(id) : undefined
  if (!kind?.connection)
    throw new Misconfigured(
      `The connection "${name}" needs a "kind" that has connections.`,
      `Known: ${[...kinds.values()]
        .filter(k => k.connection)
        .map(k => k.id)
        .join(', ')}.`,
    )
  const settings = filled(written, name, variables) as Record<string, unknown>
  const parsed = kind.connection.safeParse(settings)
  if (!parsed.success) {
    // By place and rule only: a value may be a secret.
    throw new Misconfigured(`The connection "${name}" cannot be used: ${issueText(parsed.error.issues[0]!)}`)
  }
  return { kind: kind.id, settings, simulated: false }
}

function filled(value: unknown, name: string, variables: NodeJS.ProcessEnv): unknown {
  if (typeof value === 'string')
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => variableOf(variable, name, variables))
  if (Array.isArray(value)) return value.map(part => filled(part, name, variables))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, name, variables)]))
  return value
}

function variableOf(variable: string, name: string, variables: NodeJS.ProcessEnv): string {
  const value = variables[variable]
  if (value === undefined) throw new Misconfigured(`The environment variable ${variable} is not set; the connection "${name}" needs it.`)
  return value
}

function contentOf(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new Misconfigured(`The ${what} ${path} ${code === 'ENOENT' ? 'does not exist' : 'cannot be read'}.`)
  }
}
