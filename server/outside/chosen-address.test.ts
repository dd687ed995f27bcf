/** What a person's own address can reach: nothing inside, whatever it is spelled like and wherever its name points. */
import { createServer, type Server } from 'node:http'
import type { LookupFunction } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChosenAddresses, isPublic, lookupAllowed } from './chosen-address.ts'
import { outbound } from './outbound.ts'

let server: Server
let port: number
const hosts: (string | undefined)[] = []
let connections = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    hosts.push(request.headers.host)
    request.resume().on('end', () => response.end('taken'))
  }).on('connection', () => connections++)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
})
afterAll(() => void server.closeAllConnections())
afterAll(() => void server.close())

/** Every name is at these addresses. */
const at = (...found: string[]): LookupFunction => {
  const addresses = found.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
  return (_, __, done) => done(null, addresses)
}
const plain = (rule: Partial<ChosenAddresses>): ChosenAddresses => ({ protocols: ['http:'], allowed: isPublic, resolve: at(), ...rule })

async function send(url: string, chosen: string | undefined, chosenAddresses?: ChosenAddresses) {
  const out = outbound({ mayReach: () => false, connectMs: 5_000, exchangeMs: 5_000, ...(chosenAddresses && { chosenAddresses }) })
  try {
    const call = { method: 'POST' as const, url, headers: {}, body: 'x' }
    return await out.send(call, new AbortController().signal, chosen)
  } finally {
    await out.close()
  }
}
const refused = { unanswered: { taken: 'no', code: 'egress_refused' } }

describe('an address is public or not', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.0.1',
    '172.32.0.1',
    '192.0.1.1',
    '198.17.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::1',
    '2001:4860:4860::8888',
    '2620:fe::fe',
  ])('%s is', address => expect(isPublic(address)).toBe(true))
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:0:4136:e378::1',
    '2001:10::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '4000::1',
    '',
    'localhost',
    '127.1',
    '0x7f000001',
    '2606:4700::1111%1',
  ])('%s is not', address => expect(isPublic(address)).toBe(false))
})

describe('nothing inside is reached, and nobody there hears of it', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '0',
    '0.0.0.0',
    '127.0.0.1.',
    '%31%32%37.0.0.1',
    '１２７.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '169.254.169.254',
    '[fd00:ec2::254]',
    'localhost',
    'localhost.',
    'LOCALHOST',
    'user:pass@127.0.0.1',
    'example.com@127.0.0.1',
  ])('%s', async host => {
    const before = connections
    for (const url of [`https://${host}:${port}/`, `http://${host}:${port}/`]) {
      expect(await send(url, url, plain({ resolve: at('127.0.0.1', '::1') }))).toMatchObject(refused)
      // As it is set up in earnest; this machine's resolver may not know the name at all.
      expect(await send(url, url)).toMatchObject({ unanswered: { taken: 'no' } })
    }
    expect(connections).toBe(before)
  })
  it.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'unix:/run/x.sock', 'ftp://8.8.8.8/', 'javascript:1', '', 'nonsense'])(
    '%s',
    async url => expect(await send(url, url)).toMatchObject(refused),
  )
  it('not even when the name was public a moment ago', async () => {
    const before = connections
    const turns = ['93.184.216.34', '127.0.0.1']
    let asked = 0
    const resolve: LookupFunction = (name, options, done) => at(turns[asked++ % 2]!)(name, options, done)
    const url = `http://rebinding.example:${port}/`
    for (let round = 0; round < 10; round++) {
      const sent = await send(url, url, { ...plain({ resolve }), allowed: address => isPublic(address) && address !== turns[0] })
      expect(sent).toMatchObject(refused)
    }
    expect([asked, connections]).toEqual([10, before])
  })
})

it('plain HTTP is not for the public internet, and a chosen address is no way to another', async () => {
  expect(await send('http://93.184.216.34/', 'http://93.184.216.34/')).toMatchObject(refused)
  expect(await send('https://93.184.216.35/', 'https://93.184.216.34/')).toMatchObject(refused)
  expect(await send('https://93.184.216.34:444/', 'https://93.184.216.34/')).toMatchObject(refused)
  expect(await send('https://93.184.216.34/', undefined)).toMatchObject(refused)
})

describe('what is allowed is reached', () => {
  const rule = (resolve: LookupFunction) => plain({ allowed: address => address === '127.0.0.1', resolve })
  it('at the address that was looked up, under the name that was chosen', async () => {
    const url = `http://hooks.example:${port}/a`
    expect(await send(url, `http://hooks.example:${port}/other`, rule(at('10.0.0.1', '127.0.0.1', '::1')))).toMatchObject({
      answer: { status: 200, body: 'taken' },
    })
    expect(hosts.at(-1)).toBe(`hooks.example:${port}`)
  })
  it('also where a caller wants one address only', () =>
    new Promise<void>((resolve, reject) =>
      lookupAllowed(rule(at('10.0.0.1', '127.0.0.1')))('hooks.example', {}, (error, address, family) =>
        error === null && address === '127.0.0.1' && family === 4 ? resolve() : reject(new Error(`${address} ${family}`)),
      ),
    ))
  it('and a name that does not exist is said to be so', async () => {
    const nobody: LookupFunction = (_, __, done) => done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), [])
    expect(await send('http://hooks.example/', 'http://hooks.example/', rule(nobody))).toMatchObject({
      unanswered: { taken: 'no', code: 'dns' },
    })
  })
})
