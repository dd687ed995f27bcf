/** The command line: which command, with what, and how it ends. */
import { parseArgs } from 'node:util'
import { Misconfigured } from '../env.ts'
import { nameOf, placesOf } from '../problems.ts'
import { StoreProblem } from '../store/refused.ts'
import { FolderProblem } from '../upkeep/lock.ts'
import { KeyProblem } from '../upkeep/secrets.ts'
import { storeTrouble } from '../upkeep/store-health.ts'
import { version } from '../version.ts'
import { HELP } from './help.ts'

/** How a command ends. `LEASE_LOST` is for the day when several machines share one database. */
export const EXIT = { settled: 0, failed: 1, doubt: 2, inUse: 3, leaseLost: 4, misconfigured: 5 } as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]

export interface Flags {
  connections?: string
  data?: string
  node?: string
  key?: string
  rows?: string
  limit?: string
  'dry-run'?: boolean
  json?: boolean
  stream?: string
  until?: string
  'treat-as-sent'?: boolean
  'send-again'?: boolean
  sample?: boolean
  help?: boolean
  version?: boolean
}
/** What a command is given: words after its name, and flags that it knows. */
export type Command = (words: readonly string[], flags: Flags) => Promise<Exit>
interface Known {
  /** Names of its words, for messages. */
  words: readonly string[]
  flags: readonly (keyof Flags)[]
  load(): Promise<Command>
}

const PLACE = ['connections', 'data', 'json'] as const
const commands: Readonly<Record<string, Known>> = {
  serve: { words: [], flags: ['data', 'sample'], load: async () => (await import('./serve.ts')).serve },
  run: { words: ['FLOW'], flags: [...PLACE, 'dry-run', 'limit'], load: async () => (await import('./run.ts')).run },
  check: { words: ['FLOW'], flags: PLACE, load: async () => (await import('./look.ts')).check },
  preview: { words: ['FLOW'], flags: [...PLACE, 'node', 'rows'], load: async () => (await import('./look.ts')).preview },
  explain: { words: ['FLOW'], flags: [...PLACE, 'key'], load: async () => (await import('./look.ts')).explain },
  schema: { words: [], flags: ['json'], load: async () => (await import('./schema.ts')).schema },
  doctor: { words: [], flags: ['data', 'json'], load: async () => (await import('./doctor.ts')).doctor },
  backup: { words: ['DIR'], flags: ['data', 'json'], load: async () => (await import('./upkeep.ts')).backup },
  'backup-key': { words: ['FILE'], flags: ['data', 'json'], load: async () => (await import('./upkeep.ts')).backupKey },
  restore: { words: ['FILE'], flags: ['data', 'json'], load: async () => (await import('./upkeep.ts')).restore },
  'after-restore': {
    words: [],
    flags: ['data', 'json', 'stream', 'until', 'treat-as-sent', 'send-again'],
    load: async () => (await import('./after-restore.ts')).afterRestore,
  },
  'rotate-key': { words: [], flags: ['data', 'json'], load: async () => (await import('./upkeep.ts')).rotateKey },
}

/** Does what the arguments say and sets the process's exit code. Every foreseen problem is one clear line. */
export async function command(args: readonly string[]): Promise<void> {
  process.stdout.on('error', () => process.exit(EXIT.settled))
  // Outside of everything that is awaited: Node would print the message, which may hold data.
  process.on('uncaughtException', lastResort)
  try {
    process.exitCode = await dispatch(args)
  } catch (cause) {
    process.exitCode = complain(cause)
  }
}

/** `serve` replaces it: a server goes on. */
export function lastResort(cause: unknown): void {
  process.exit(complain(cause))
}

async function dispatch(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = parsed(args)
  const [name, ...words] = positionals
  if (values.version) return say(`tributary ${version}`)
  if (values.help || name === 'help') return say(HELP)
  if (name === undefined) throw new Misconfigured('A command is missing.', 'tributary --help lists them.')
  const known = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!known) throw new Misconfigured(`There is no command "${name}".`, 'tributary --help lists them.')
  const strange = Object.keys(values).find(flag => !known.flags.includes(flag as keyof Flags))
  if (strange) throw new Misconfigured(`"tributary ${name}" takes no --${strange}.`, 'tributary --help shows what it takes.')
  if (words.length !== known.words.length) {
    throw new Misconfigured(
      `"tributary ${name}" takes ${known.words.length ? known.words.join(' ') : 'nothing after it'}.`,
      'tributary --help shows how.',
    )
  }
  return (await known.load())(words, values)
}

function parsed(args: readonly string[]): { values: Flags; positionals: string[] } {
  const text = { type: 'string' } as const
  const yes = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        connections: text,
        data: text,
        node: text,
        key: text,
        rows: text,
        limit: text,
        'dry-run': yes,
        json: yes,
        stream: text,
        until: text,
        'treat-as-sent': yes,
        'send-again': yes,
        sample: yes,
        help: { ...yes, short: 'h' },
        version: { ...yes, short: 'v' },
      },
    })
  } catch (cause) {
    throw new Misconfigured((cause as Error).message, 'tributary --help shows what there is.')
  }
}

/** Says on standard error what ended a command. */
export function complain(cause: unknown): Exit {
  if (cause instanceof Misconfigured) return tell(cause.message, cause.fix, EXIT.misconfigured)
  if (cause instanceof FolderProblem) return tell(cause.message, cause.why, cause.exitCode as Exit)
  if (cause instanceof KeyProblem || cause instanceof StoreProblem) return tell(cause.message, cause.why, EXIT.misconfigured)
  const trouble = storeTrouble(cause)
  if (trouble) return tell(`${trouble.title}.`, AFTER_TROUBLE, EXIT.failed)
  return tell(`Something went wrong on our side (${nameOf(cause)}).`, placesOf(cause).join('\n'), EXIT.failed)
}

/** No command goes on by itself, as a server does. */
const AFTER_TROUBLE = 'What was sent stays on record. Mend that and run the command again; "tributary doctor" looks at the folder.'

function tell(message: string, fix: string, exit: Exit): Exit {
  process.stderr.write(`${message}${fix ? `\n${fix}` : ''}\n`)
  return exit
}
function say(text: string): Exit {
  process.stdout.write(`${text}\n`)
  return EXIT.settled
}
