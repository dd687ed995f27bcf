/** `tributary after-restore`: what became of events that a restored database has forgotten. Nothing is sent before. */
import { Misconfigured } from '../env.ts'
import { openStore } from '../store/open.ts'
import { chooseRewound, type RewoundChoice } from '../store/rewound.ts'
import { lockFolder } from '../upkeep/lock.ts'
import { type HeldStream, heldStreams, lostWords } from '../upkeep/put-back.ts'
import { type Command, EXIT, type Flags } from './command.ts'
import { commandEnv } from './place.ts'

export const afterRestore: Command = async (_, flags) => {
  const env = commandEnv(flags)
  const choice = choiceIn(flags)
  const lock = lockFolder(env.data)
  try {
    const store = openStore(env.data, { key: env.key })
    try {
      const streams = heldStreams(store)
      const asked = streams.filter(({ id, choice }) => (flags.stream === undefined ? choice === null : String(id) === flags.stream))
      if (flags.stream !== undefined && asked.length === 0) throw new Misconfigured(`No stream ${flags.stream} waits for a choice.`)
      if (choice) chooseRewound(store, { ids: asked.map(({ id }) => id), ...choice, actor: 'command_line' })
      print(flags.json, heldStreams(store), choice ? asked.length : undefined)
      return EXIT.settled
    } finally {
      store.close()
    }
  } finally {
    lock.release()
  }
}

function choiceIn(flags: Flags): { choice: RewoundChoice; upTo?: number } | undefined {
  const [treat, again] = [flags['treat-as-sent'], flags['send-again']]
  if (treat && again) throw new Misconfigured('Choose one of --treat-as-sent and --send-again.')
  if (flags.until !== undefined && !treat) throw new Misconfigured('--until belongs to --treat-as-sent.')
  if (again) return { choice: 'send_again' }
  if (!treat) return undefined
  if (flags.until === undefined) return { choice: 'treat_as_sent' }
  const upTo = Date.parse(flags.until)
  // Without a zone it would mean another moment on another machine.
  if (!/(Z|[+-]\d\d:?\d\d)$/i.test(flags.until) || Number.isNaN(upTo))
    throw new Misconfigured('--until must be a time with its zone.', 'For example --until 2026-11-25T09:00:00Z.')
  return { choice: 'treat_as_sent', upTo }
}

function print(json: boolean | undefined, streams: readonly HeldStream[], chosen: number | undefined): void {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  if (json) {
    const shown = streams.map(({ stream, done, chosen, ...row }) => ({
      ...row,
      noticed: time(row.noticed),
      since: time(row.since),
      until: time(row.until),
      upTo: time(row.upTo),
    }))
    process.stdout.write(`${JSON.stringify({ streams: shown })}\n`)
    return
  }
  const lines = streams.map(
    row => `  ${row.id}  ${row.flowName ?? row.flow} → ${row.destination} ${row.account}: ${lostWords(row)}. ${decided(row)}`,
  )
  const waiting = streams.filter(({ choice }) => choice === null).length
  const head =
    chosen !== undefined
      ? `Chosen for ${chosen} ${chosen === 1 ? 'stream' : 'streams'}. The next run of each flow carries it out. Flows that were paused wait to be resumed.`
      : waiting
        ? `The database was put back. Nothing is sent for ${waiting} ${waiting === 1 ? 'stream' : 'streams'} before you choose:
  --treat-as-sent [--until TIME]   events that happened up to then count as sent (default: the last request that left)
  --send-again                     all that this database does not remember is sent, and may arrive twice
  --stream ID                      for one of them only`
        : 'Nothing waits for a choice.'
  process.stdout.write(`${[head, ...lines].join('\n')}\n`)
}

function decided({ choice, upTo }: HeldStream): string {
  if (choice === null) return 'Held.'
  return choice === 'send_again' ? 'Will be sent again.' : `Treated as sent up to ${new Date(upTo ?? 0).toISOString()}.`
}
