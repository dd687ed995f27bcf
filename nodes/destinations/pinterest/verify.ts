/** Proves token and ad account with an event that Pinterest validates and does not record. */
import { hash } from 'node:crypto'
import { objectIn, quoted } from '../../../runtime/answers.ts'
import type { Address, Answer, Call, Proof } from '../../../runtime/dialect.ts'
import type { Connection } from './connection.ts'
import { call } from './wire.ts'

const NOBODY = hash('sha256', 'connection-check@tributary.invalid', 'hex')

export function probe(address: Address<Connection>, now: number): Call {
  const event = {
    event_name: 'page_visit',
    action_source: 'web',
    event_time: Math.floor(now / 1000),
    event_id: `tributary-connection-check-${Math.floor(now / 1000)}`,
    user_data: { em: [NOBODY] },
  }
  return call([JSON.stringify(event)], address, {})
}

/** What the probe's answer proves. It says nothing about a mapping. */
export function proven(answer: Answer): Proof {
  const { status } = answer
  const body = objectIn(answer.body)
  if (status >= 200 && status < 300 && Array.isArray(body?.events)) return { ok: true, proves: [TOKEN, ACCOUNT, MAY_WRITE] }
  if (typeof body?.code !== 'number') return no('pin.unproven', `The answer (HTTP ${status}) was not Pinterest’s.`, 'Answer')
  const said = quoted(body.message)
  const says = said && ` Pinterest says: “${said}”`
  if (status === 401) return no('pin.token', `Pinterest did not accept the token.${says}`, TOKEN)
  if (status === 403)
    return no('pin.permission', `The token’s user has no rights on this ad account, or the number is another’s.${says}`, MAY_WRITE, [TOKEN])
  if (status === 404) return no('pin.account', `Pinterest does not know this ad account. Is it the tag ID?${says}`, ACCOUNT, [TOKEN])
  if (status === 429) return no('pin.try_later', `Pinterest asked to slow down, so nothing was tried.${says}`, 'Rate limit')
  return no('pin.unproven', `Pinterest answered with HTTP ${status}, code ${body.code}, which proves nothing.${says}`, 'Answer')
}

const TOKEN = 'token'
const ACCOUNT = 'ad account'
const MAY_WRITE = 'permission to send'
const no = (code: string, message: string, failed: string, proves: readonly string[] = []): Proof => ({
  ok: false,
  proves,
  failed,
  problem: { code, message },
})
