/** The stations on the way to a source's server, as the steps of a tried connection. */
import type { Stage } from '../../runtime/contract.ts'

interface Step {
  name: string
  ok: boolean
  message?: string
}
const titles: Readonly<Record<Stage, string>> = {
  name: 'Find the server',
  network: 'Reach it',
  tls: 'Make the connection safe',
  login: 'Log in',
  query: 'Read',
}
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

/** All of them, the last one with what was found. */
export const passed = (stages: readonly Stage[], message: string): Step[] =>
  stages.map(stage => ({ name: titles[stage], ok: true, ...(stage === 'query' && { message }) }))

/** Those before the failure, and the failure. */
export function untilFailure(stages: readonly Stage[], failed: Stage | 'settings', message: string): Step[] {
  if (failed === 'settings') return [{ name: 'Use the settings', ok: false, message }]
  const before = stages.slice(0, stages.includes(failed) ? stages.indexOf(failed) : 0)
  return [...before.map(stage => ({ name: titles[stage], ok: true })), { name: titles[failed], ok: false, message }]
}
