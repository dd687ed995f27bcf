/** The request as Meta wants it. What cannot be said wrongly here cannot be refused there. */
import { createHmac } from 'node:crypto'
import { Stop } from '../../../runtime/contract.ts'
import type { Address, Call, Sealed } from '../../../runtime/dialect.ts'
import { nestedWriter } from '../../../runtime/nested.ts'
import type { Connection } from './connection.ts'
import { written } from './fields.ts'

/** Lead and login ids have more digits than a double holds; Meta's type for them is a bare integer. */
const write = nestedWriter(
  written.map(target => target.key),
  {
    raw: new Set(['user_data.lead_id', 'user_data.fb_login_id']),
    digests: new Set(written.filter(target => target.hash).map(target => target.key)),
  },
)

/** One event as it stands in the body. */
export const encode = ({ values }: Sealed): string => write(values)

/** The token travels in a header, never in an address or a body. */
export function call(events: readonly string[], { connection, base }: Address<Connection>, test?: { code?: string }): Call {
  const { dataset, token, version } = connection
  if (test && !test.code)
    throw new Stop('meta.test_code_missing', 'A test at Meta needs a test event code.', 'Without one the events would count as real ones.')
  const proof = appSecretProof(connection)
  const testing = named('test_event_code', test?.code)
  return {
    method: 'POST',
    url: `${base.replace(/\/+$/, '')}/${version}/${dataset}/events${proof ? `?appsecret_proof=${proof}` : ''}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: `{"data":[${events.join(',')}]${named('partner_agent', connection.partner_agent)}${named('upload_tag', connection.upload_tag)}${testing}}`,
  }
}

const named = (key: string, text: string | undefined): string => (text ? `,"${key}":${JSON.stringify(text)}` : '')

/** Shows that the token's sender knows the app secret; asked for by apps that have the setting on. */
export const appSecretProof = ({ token, app_secret }: Connection): string | undefined =>
  app_secret ? createHmac('sha256', app_secret).update(token).digest('hex') : undefined
