/** The request as a webhook's receiver sees it, and the signature by which it knows that the body is ours and fresh. */
import { createHmac } from 'node:crypto'
import type { Address, Body, Call, Sealed } from '../../../runtime/dialect.ts'
import { nestedWriter } from '../../../runtime/nested.ts'
import type { Connection } from './connection.ts'
import { iso, targets } from './fields.ts'

export const SIGNATURE = 'tributary-signature'

const write = nestedWriter(
  targets.map(target => target.key),
  { digests: new Set(targets.filter(target => target.hash).map(target => target.key)) },
)

/** One event as it stands in the body; its time in a form that people can read. */
export const encode = ({ values, time }: Sealed): string => write({ ...values, event_time: iso(time * 1000) })

/** Not yet signed: a signature holds the time of sending. */
export function call(events: readonly string[], { connection, base }: Address<Connection>, test?: { code?: string }): Call {
  const { header_name, header_value } = connection
  return {
    method: 'POST',
    url: base,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(header_name !== undefined && header_value !== undefined && { [header_name]: header_value }),
    },
    body: `{${test ? '"test":true,' : ''}"events":[${events.join(',')}]}`,
  }
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a dot, and the very bytes of the body. */
export function sign<B extends Body>(unsigned: Call<B>, { connection }: Address<Connection>, now: number): Call<B> {
  const seconds = Math.floor(now / 1000)
  const mac = createHmac('sha256', connection.secret).update(`${seconds}.`).update(unsigned.body).digest('hex')
  return { ...unsigned, headers: { ...unsigned.headers, [SIGNATURE]: `t=${seconds},v1=${mac}` } }
}
