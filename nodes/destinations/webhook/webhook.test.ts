/** A webhook from a mapped row to a receiver that checks the signature, and what each of its answers means. */
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { Left, type Row } from '../../../runtime/contract.ts'
import type { Answer, Sealed, Verdict } from '../../../runtime/dialect.ts'
import { sealer } from '../../../runtime/seal.ts'
import webhook from './index.ts'

const dialect = webhook.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const DAY = 86_400_000
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const secret = 'a secret of some length'
const address = { connection: { url: 'https://events.example.com/in?a=b', secret }, base: 'https://events.example.com/in?a=b' }

function seal(row: Row): Sealed | Left {
  return sealer({ dialect, sealing: { country: 'FR' }, timezone: undefined, now: NOW }).seal(row, () => {})
}
const sale: Row = {
  event_name: 'purchase',
  action_source: 'online',
  event_time: '2026-11-20T13:00:00+02:00',
  event_id: 'o-1',
  order_id: '0017',
  value: '-12.50',
  currency: 'eur',
  contents: '[{"sku":"a","qty":2,"price":"6.25"}]',
  email: [' Mary@Example.com ', 'm@example.org'],
  phone: '06 12 34 56 78',
  first_name: ' Anne-Marie ',
  city: 'Saint-Denis',
  external_id: 'C 17',
  client_ip: '93.184.216.34',
  click_time: 1_763_600_000,
  language: 'fr-FR',
}
const body = (row: Row) => {
  const event = seal(row)
  if (event instanceof Left) throw new Error(event.code)
  return JSON.parse(dialect.encode(event))
}

describe('an event', () => {
  it('is the vocabulary itself, with digests of who it was', () => {
    expect(body(sale)).toEqual({
      event_name: 'Purchase',
      action_source: 'website',
      event_time: '2026-11-20T11:00:00Z',
      event_id: 'o-1',
      order_id: '0017',
      value: -12.5,
      currency: 'EUR',
      contents: [{ id: 'a', quantity: 2, price: 6.25 }],
      language: 'fr-FR',
      person: {
        email: [sha256('mary@example.com'), sha256('m@example.org')],
        phone: [sha256('33612345678')],
        first_name: [sha256('anne-marie')],
        city: [sha256('saint-denis')],
        external_id: [sha256('C 17')],
        client_ip: '93.184.216.34',
        click_time: new Date(1_763_600_000_000).toISOString().replace('.000', ''),
      },
    })
  })
  it('keeps a name of one’s own as it is', () => expect(body({ ...sale, event_name: 'Order Shipped' }).event_name).toBe('Order Shipped'))

  it.each<[string, Row, string]>([
    ['a good one', {}, 'fit'],
    ['no name', { event_name: '' }, 'invalid missing'],
    ['no time', { event_time: null }, 'invalid missing'],
    ['no id', { event_id: '' }, 'invalid missing'],
    ['nobody in it', { email: null, phone: null, client_ip: null, external_id: null, first_name: null, city: null }, 'fit'],
    ['no place', { action_source: null }, 'fit'],
    ['61 days old', { event_time: new Date(NOW - 61 * DAY).toISOString() }, 'fit'],
    ['63 days old', { event_time: new Date(NOW - 63 * DAY).toISOString() }, 'expired webhook.too_old'],
    ['four minutes ahead', { event_time: new Date(NOW + 240_000).toISOString() }, 'fit'],
    ['an hour ahead', { event_time: new Date(NOW + 3_600_000).toISOString() }, 'invalid webhook.future'],
  ])('%s', (_, change, said) => {
    const event = seal({ ...sale, ...change })
    const left = event instanceof Left ? event : dialect.judge(event, NOW)
    expect(left ? `${left.outcome} ${left.code}` : 'fit').toBe(said)
  })
})

describe('a request', () => {
  const call = dialect.call(['{"event_id":"é"}', '{"event_id":"2"}'], address)
  it('goes to the address as it was written, all events in order', () => {
    expect(call).toMatchObject({ method: 'POST', url: 'https://events.example.com/in?a=b' })
    expect(call.body).toBe('{"events":[{"event_id":"é"},{"event_id":"2"}]}')
    expect(JSON.stringify(call)).not.toContain(secret)
  })
  it('is signed over its time and its very bytes, anew at each attempt', () => {
    for (const now of [NOW, NOW + 61_999]) {
      const signed = dialect.sign!(call, address, now)
      const t = Math.floor(now / 1000)
      const bytes = Buffer.concat([Buffer.from(`${t}.`), Buffer.from(call.body, 'utf8')])
      expect(signed.headers['tributary-signature']).toBe(`t=${t},v1=${createHmac('sha256', secret).update(bytes).digest('hex')}`)
      expect(signed.body).toBe(call.body)
    }
  })
  it('carries the extra header, and says when it is a test', () => {
    const more = { ...address, connection: { ...address.connection, header_name: 'Authorization', header_value: 'Bearer x' } }
    expect(dialect.call([], more, {})).toMatchObject({ headers: { Authorization: 'Bearer x' }, body: '{"test":true,"events":[]}' })
    expect(dialect.verify!.call(more, NOW).body).toBe('{"test":true,"events":[]}')
  })
  it('a new address is a new account, and its name does not tell the address', () => {
    expect(dialect.account(address.connection)).toMatch(/^[0-9a-f]{64}$/)
    expect(dialect.account({ url: 'https://other.example.com/', secret })).not.toBe(dialect.account(address.connection))
  })
})

describe('a connection', () => {
  const good = { url: 'https://example.com/x', secret }
  it.each<[string, object, boolean]>([
    ['whole', {}, true],
    ['inside, for the operator to allow', { url: 'http://10.0.0.5:8080/hook' }, true],
    ['with a header', { header_name: 'X-Api-Key', header_value: 'abc' }, true],
    ['with a header’s name only', { header_name: 'X-Api-Key' }, false],
    ['with a header’s value only', { header_value: 'abc' }, false],
    ['with a header of two lines', { header_name: 'X-Api-Key', header_value: 'a\r\nb: c' }, false],
    ['with a header that is ours', { header_name: 'Content-Length', header_value: '5' }, false],
    ['with the signature’s own header', { header_name: 'Tributary-Signature', header_value: 't=1' }, false],
    ['with a header’s name of two words', { header_name: 'X Api', header_value: 'a' }, false],
    ['with a short secret', { secret: 'short' }, false],
    ['without an address', { url: '' }, false],
    ['to a file', { url: 'file:///etc/passwd' }, false],
    ['with a password in the address', { url: 'https://u:p@example.com/' }, false],
    ['with something unknown', { token: 'x' }, false],
  ])('%s: %o is taken: %s', (_, change, ok) => expect(webhook.connection!.safeParse({ ...good, ...change }).success).toBe(ok))

  it('keeps secret what is secret', () => {
    const { properties } = z.toJSONSchema(webhook.connection!, { io: 'input' }) as { properties: Record<string, { secret?: boolean }> }
    const kept = Object.entries(properties).filter(([, { secret: hidden }]) => hidden)
    expect(kept.map(([name]) => name)).toEqual(['secret', 'header_value'])
  })
})

const answer = (status: number, text: unknown = '', headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: typeof text === 'string' ? text : JSON.stringify(text),
})
const short = (verdict: Verdict): string => {
  if (verdict.kind === 'settled') return 'settled'
  if (verdict.kind === 'retry') return `retry ${verdict.taken} ${verdict.code}${verdict.afterMs ? ` ${verdict.afterMs}` : ''}`
  return `${verdict.kind} ${verdict.code}`
}
const wait = { 'Retry-After': '30' }

describe('answers, by status', () => {
  it.each<[number, unknown, Record<string, string>, string]>([
    [200, '', {}, 'settled'],
    [200, 'ok', {}, 'settled'],
    [200, { status: 'failed?' }, {}, 'settled'],
    [201, '{"half', {}, 'settled'],
    [202, 'Accepted', { 'content-type': 'text/plain' }, 'settled'],
    [204, '', {}, 'settled'],
    [200, '<!doctype html>', {}, 'retry unknown webhook.page'],
    [200, 'Sign in', { 'Content-Type': 'text/html; charset=utf-8' }, 'retry unknown webhook.page'],
    [301, '', { location: 'https://elsewhere.example' }, 'stop webhook.redirect'],
    [307, '', {}, 'stop webhook.redirect'],
    [400, { message: 'no such field' }, {}, 'poisoned webhook.refused'],
    [409, '', {}, 'poisoned webhook.refused'],
    [422, '', {}, 'poisoned webhook.refused'],
    [413, '', {}, 'poisoned webhook.too_large'],
    [401, '', {}, 'stop webhook.token'],
    [402, '', {}, 'stop webhook.quota'],
    [403, '', {}, 'stop webhook.permission'],
    [404, '<html>', {}, 'stop webhook.address'],
    [405, '', {}, 'stop webhook.address'],
    [410, '', {}, 'stop webhook.address'],
    [415, '', {}, 'stop webhook.address'],
    [429, '', {}, 'retry no webhook.rate'],
    [429, '', wait, 'retry no webhook.rate 30000'],
    [425, '', {}, 'retry no webhook.gateway'],
    [503, '', wait, 'retry no webhook.busy 30000'],
    [503, '', {}, 'retry unknown webhook.server_error'],
    [408, '', {}, 'retry unknown webhook.server_error'],
    [500, '', wait, 'retry unknown webhook.server_error 30000'],
    [502, '<html>', {}, 'retry unknown webhook.server_error'],
    [504, '', {}, 'retry unknown webhook.server_error'],
    [0, '', {}, 'retry unknown webhook.server_error'],
  ])('%s %o %o: %s', (status, text, headers, said) => {
    const verdict = dialect.read(answer(status, text, headers), 3)
    expect(short(verdict)).toBe(said)
    if ('code' in verdict) expect(dialect.reasons[verdict.code]?.why).toBeTruthy()
  })
  it('tells what the receiver says, without anything personal', () => {
    const verdict = dialect.read(answer(422, { error: { message: 'mary@example.com is not a thing' } }), 1)
    expect('message' in verdict && verdict.message).toBe('The receiver answered with HTTP 422. It says: “••• is not a thing”')
  })
  it('and anything at all is read without throwing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.oneof(fc.string(), fc.json()),
        fc.integer({ min: 0, max: 100 }),
        (status, text, sent) => {
          const verdict = dialect.read(answer(status, text), sent)
          if (verdict.kind === 'settled') expect([verdict.results.length, status >= 200 && status < 300]).toEqual([sent, true])
        },
      ),
      { numRuns: 1000 },
    )
  })
  it('of a test tell whether the address takes requests', () => {
    expect(dialect.verify!.read(answer(204))).toEqual({ ok: true, proves: ['address'] })
    expect(dialect.verify!.read(answer(200, '<html>'))).toMatchObject({ ok: false, problem: { code: 'webhook.unproven' } })
    expect(dialect.verify!.read(answer(401))).toMatchObject({ ok: false, proves: [] })
  })
})
