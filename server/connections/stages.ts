/** The stations on the way to a source's server, as the steps of a tried connection. */
import type { Stage } from '../../runtime/contract.ts'

interface Step {
  name: string
  ok: boolean
  message?: string
  warning?: boolean
}
const titles: Readonly<Record<Stage, string>> = {
  name: 'Find the server',
  network: 'Reach it',
  tls: 'Make the connection safe',
  login: 'Log in',
  query: 'Read',
}
const ORDER = Object.keys(titles) as Stage[]
const byCode: Readonly<Record<string, Stage | 'settings'>> = {
  'source.bad_address': 'settings',
  'source.unknown_host': 'name',
  'source.unreachable': 'network',
  'source.encryption': 'tls',
  'source.refused_login': 'login',
}

/** Which station a failure belongs to. A way that was cut before the first answer failed at reaching the server. */
export const failedAt = (code: string, answered: boolean): Stage | 'settings' =>
  byCode[code] ?? (!answered && (code === 'source.cancelled' || code === 'source.lost') ? 'network' : 'query')

/** All of them, the last one with how many tables were found. A login that sees none is let in, and yet of no use. */
export const passed = (stages: readonly Stage[], tables: number): Step[] =>
  stages.map(stage => ({
    name: titles[stage],
    ok: true,
    ...(stage === 'query' && { message: seen(tables), ...(tables === 0 && { warning: true }) }),
  }))
function seen(tables: number): string {
  if (tables === 0)
    return 'No table can be read: nothing is granted to this login yet, or there is none. The connection’s form holds a script that grants it.'
  return tables === 1 ? '1 table can be read.' : `${tables.toLocaleString('en')} tables can be read.`
}

/** Those before the failure, and the failure. */
export function untilFailure(stages: readonly Stage[], failed: Stage | 'settings', message: string): Step[] {
  if (failed === 'settings') return [{ name: 'Use the settings', ok: false, message }]
  // A way without encryption has no station for it, and may fail for the want of it.
  const before = stages.filter(stage => ORDER.indexOf(stage) < ORDER.indexOf(failed))
  return [...before.map(stage => ({ name: titles[stage], ok: true })), { name: titles[failed], ok: false, message }]
}
