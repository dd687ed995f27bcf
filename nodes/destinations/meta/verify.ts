/** Proves token and dataset without a side effect: an event too old to be stored, refused only after both were checked. */
import { hash } from 'node:crypto'
import { object, objectIn, quoted } from '../../../runtime/answers.ts'
import type { Address, Answer, Call, Dialect } from '../../../runtime/dialect.ts'
import { classOf } from './codes.ts'
import type { Connection } from './connection.ts'
import { versionRemarks } from './versions.ts'
import { call } from './wire.ts'

const EIGHT_DAYS_S = 8 * 24 * 3600
const TOO_OLD = 2_804_003
const NOBODY = hash('sha256', 'tributary connection check', 'hex')

/** Never a recent event and never a test code: both would count. */
export function probe(address: Address<Connection>, now: number): Call {
  const event = {
    event_name: 'PageView',
    event_time: Math.floor(now / 1000) - EIGHT_DAYS_S,
    action_source: 'other',
    user_data: { external_id: [NOBODY] },
  }
  return call([JSON.stringify(event)], address)
}

/** What the probe's answer proves. */
export function proven(answer: Answer, address?: Address<Connection>): ReturnType<NonNullable<Dialect['verify']>['read']> {
  const body = objectIn(answer.body)
  const error = object(body?.error)
  const subcode = error?.error_subcode
  if (subcode === TOO_OLD || typeof body?.events_received === 'number') {
    const remarks = versionRemarks(answer, address?.connection.version)
    return { ok: true, proves: [TOKEN, DATASET, MAY_WRITE], ...(remarks.length > 0 && { remarks }) }
  }
  if (typeof error?.code !== 'number') return no('meta.unproven', `The answer (HTTP ${answer.status}) was not Meta’s.`, 'Answer')
  const of = classOf(error.code, typeof subcode === 'number' ? subcode : undefined, error.type)
  const said = quoted(error.error_user_msg) || quoted(error.message)
  const says = said && ` Meta says: “${said}”`
  if (of === 'token') return no('meta.token', `Meta did not accept the token (${error.code}).${says}`, TOKEN)
  if (of === 'permission')
    return no('meta.permission', `The token may not write to this dataset (${error.code}).${says}`, MAY_WRITE, [TOKEN])
  if (of === 'account') return no('meta.account', `There is no such dataset, or the token may not use it (${error.code}).${says}`, DATASET)
  if (of === 'version') return no('meta.version', `This version of the API has ended (${error.code}).${says}`, 'API version')
  if (of === 'wait') return no('meta.try_later', `Meta asked to slow down (${error.code}), so nothing was tried.${says}`, 'Rate limit')
  return no('meta.unproven', `Meta answered with code ${error.code}, which proves nothing.${says}`, 'Answer')
}

const TOKEN = 'token'
const DATASET = 'dataset'
const MAY_WRITE = 'permission to send'
const no = (code: string, message: string, failed: string, proves: readonly string[] = []) => ({
  ok: false,
  proves,
  failed,
  problem: { code, message },
})
