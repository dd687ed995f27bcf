/** The request as Pinterest wants it: no key that its closed schema does not know. */
import type { Address, Call, Sealed } from '../../../runtime/dialect.ts'
import { nestedWriter } from '../../../runtime/nested.ts'
import type { Connection } from './connection.ts'
import { targets } from './fields.ts'

const write = nestedWriter(
  targets.map(target => target.key),
  { digests: new Set(targets.filter(target => target.hash).map(target => target.key)) },
)

/** One event as it stands in the body. */
export const encode = ({ values }: Sealed): string => write(values)

/** The token travels in a header, never in an address or a body. */
export function call(events: readonly string[], { connection, base }: Address<Connection>, test?: { code?: string }): Call {
  return {
    method: 'POST',
    url: `${base.replace(/\/+$/, '')}/v5/ad_accounts/${connection.ad_account}/events${test ? '?test=true' : ''}`,
    headers: { authorization: `Bearer ${connection.token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: `{"data":[${events.join(',')}]}`,
  }
}
