/** `tributary run FLOW`: each path once, then the tally. */
import type { PathReport, RunReport } from '../../runtime/report.ts'
import { Misconfigured } from '../env.ts'
import { openLog } from '../log.ts'
import { execute, Unfit } from '../runs/execute.ts'
import { addProblems } from '../store/problems.ts'
import { reported } from '../store/run-tally.ts'
import { ulid } from '../store/ulid.ts'
import { type Command, EXIT, type Exit } from './command.ts'
import { commandPlace } from './place.ts'
import { onSignals } from './signals.ts'
import { failureText, qualityLine, reasonsTable, tallySentence } from './words.ts'

export const run: Command = async ([file = ''], flags) => {
  const limit = positive(flags.limit, '--limit')
  const { flow, place, env, store, close } = await commandPlace(file, flags, 'write')
  const log = openLog(env.logLevel)
  const { stop, kill, quiet } = onSignals(log)
  const id = ulid(Date.now())
  const began = performance.now()
  const misdrawn = new Set<string>()
  try {
    const report = await execute(
      flow,
      {
        flowId: flow.name,
        run: id,
        stop,
        kill,
        asked: true,
        alone: true,
        ...(flags['dry-run'] && { dryRun: true }),
        ...(limit !== undefined && { limit }),
        misdrawn: path => misdrawn.add(path),
        progress: () => {},
        problems: (path, rows) => {
          if (store && !flags['dry-run']) addProblems(store, { id, flow: flow.name }, path, rows)
        },
      },
      place,
    )
    for (const { path, error } of report.paths) if (error) log.error({ path, code: error.code, node: error.node }, 'path failed')
    print(report, flags.json === true, (performance.now() - began) / 1000)
    if (store && !flags['dry-run']) reported(store, id)
    return exitOf(report, flags['dry-run'] === true, misdrawn)
  } catch (cause) {
    if (!(cause instanceof Unfit)) throw cause
    if (flags.json)
      process.stdout.write(
        `${JSON.stringify({ flow: flow.name, run: id, state: 'failed', paths: [], problems: cause.problems }, null, 2)}\n`,
      )
    throw new Misconfigured(
      `${file} cannot be run yet.`,
      cause.problems.map(({ node, message }) => `  ${node ? `${node}: ` : ''}${message}`).join('\n'),
    )
  } finally {
    quiet()
    await close()
  }
}

/** A whole number above 0, or a complaint that names the flag. */
export function positive(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined
  if (!/^[1-9]\d{0,9}$/.test(value)) throw new Misconfigured(`${flag} must be a whole number above 0.`)
  return Number(value)
}

function print(report: RunReport, json: boolean, seconds: number): void {
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else process.stdout.write(`${report.paths.map(path => pathText(path)).join('\n\n')}\n\nTook ${seconds.toFixed(1)} s.\n`)
}

export function pathText(path: PathReport): string {
  const failed = path.error ? `\n${failureText(path.error)}` : ''
  const reasons = reasonsTable(path.reasons)
  const cursor = path.cursor ? `\n${path.cursor.message}` : ''
  const quality = path.quality ? `\n${qualityLine(path.quality)}` : ''
  return `${path.path}\n${tallySentence(path)}${cursor}${failed}${reasons && `\n${reasons}`}${quality}`
}

/** Nothing was wrong with data or platform, only with what somebody has to set or to draw. */
const unset = ({ path, state, error }: PathReport, misdrawn: ReadonlySet<string>): boolean =>
  state !== 'failed' || misdrawn.has(path) || error?.code.startsWith('connection.') === true

function exitOf({ state, paths }: RunReport, dry: boolean, misdrawn: ReadonlySet<string>): Exit {
  if (state === 'failed' && paths.every(path => unset(path, misdrawn))) return EXIT.misconfigured
  if (state === 'failed' || state === 'interrupted' || (state === 'stopped' && !dry)) return EXIT.failed
  return paths.some(({ tally }) => tally.rejected + tally.invalid + tally.uncertain > 0) ? EXIT.doubt : EXIT.settled
}
