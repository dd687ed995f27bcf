/** `tributary doctor`: is this machine, and this data folder, fit to run. Changes nothing, and sends nothing but a look at a clock. */
import { type Command, EXIT } from './command.ts'
import { clock } from './doctor-clock.ts'
import { folder, port, reach, versions } from './doctor-machine.ts'
import { withStore } from './doctor-store.ts'
import type { Finding, Level } from './finding.ts'
import { commandEnv } from './place.ts'

export const doctor: Command = async (_, flags) => {
  const env = commandEnv(flags)
  const { used, findings: ofFolder } = folder(env)
  const { kindsInUse, findings: ofStore } = withStore(env, used)
  const findings = [...versions(), ...ofFolder, ...ofStore, ...(await port(env, used)), ...reach(env), ...(await clock(env, kindsInUse))]
  const fit = findings.every(finding => finding.ok)
  process.stdout.write(flags.json ? `${JSON.stringify({ ok: fit, findings }, null, 2)}\n` : `${findings.map(text).join('\n')}\n`)
  return fit ? EXIT.settled : EXIT.failed
}

const MARKS: Readonly<Record<Level, string>> = { ok: 'ok   ', note: 'note ', mend: 'FAULT' }
const text = ({ level, name, message, fix }: Finding) => `${MARKS[level]}  ${name}: ${message}${fix ? `\n       ${fix}` : ''}`
