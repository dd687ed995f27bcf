/**
 * When the connection's token ends, as Meta tells it. The question needs the token as a parameter; asked in a batch it stands
 * in the body, and in no address that a proxy could write down. (Meta, Access token debugging and Batch requests; read 26 November 2026.)
 */
import { object, objectIn } from '../../../runtime/answers.ts'
import type { Address, Answer, Call } from '../../../runtime/dialect.ts'
import type { Connection } from './connection.ts'
import { appSecretProof } from './wire.ts'

export function askEnd({ connection, base }: Address<Connection>): Call {
  const { token, version } = connection
  const proof = appSecretProof(connection)
  const asked = [{ method: 'GET', relative_url: `debug_token?${new URLSearchParams({ input_token: token })}` }]
  const body = new URLSearchParams({
    batch: JSON.stringify(asked),
    include_headers: 'false',
    access_token: token,
    ...(proof && { appsecret_proof: proof }),
  })
  return {
    method: 'POST',
    url: `${base.replace(/\/+$/, '')}/${version}/`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: body.toString(),
  }
}

/** Epoch ms; `null` for a token without end; `undefined` where Meta does not say. The end of its access to data ends it, too. */
export function readEnd({ status, body }: Answer): number | null | undefined {
  const part = status === 200 ? objectIn(`{"parts":${body}}`)?.parts : undefined
  const first = Array.isArray(part) ? object(part[0]) : undefined
  const told = typeof first?.body === 'string' ? object(objectIn(first.body)?.data) : undefined
  if (told?.is_valid !== true || typeof told.expires_at !== 'number') return undefined
  const ends = [told.expires_at, told.data_access_expires_at].filter((at): at is number => typeof at === 'number' && at > 0)
  return ends.length > 0 ? Math.min(...ends) * 1000 : null
}
