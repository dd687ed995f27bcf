import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { isLoopback, Misconfigured, readEnv } from './env.ts'
import { reachable } from './runs/place.ts'

const variable = [...kinds.values()].flatMap(kind => (kind.role === 'destination' && kind.host ? [kind.host.variable] : []))[0]!
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64')

it('has a safe answer for everything that is not set', () => {
  const env = readEnv({}, kinds)
  expect(env).toMatchObject({ port: 3000, host: '127.0.0.1', key: undefined, ownerToken: undefined, egressAllow: [], logLevel: 'info' })
  expect(env.overrides.size).toBe(0)
})

it('takes what is well written, spaces around it forgiven', () => {
  const env = readEnv(
    {
      PORT: ' 0 ',
      HOST: '::1',
      TRIBUTARY_KEY: KEY,
      TRIBUTARY_EGRESS_ALLOW: 'Db.Local:5432, [::1]:80',
      LOG_LEVEL: 'debug',
      [variable]: 'http://127.0.0.1:4000/base/',
    },
    kinds,
  )
  expect(env).toMatchObject({ port: 0, host: '::1', key: KEY, egressAllow: ['db.local:5432', '[::1]:80'], logLevel: 'debug' })
  expect(env.overrides.get(variable)).toBe('http://127.0.0.1:4000/base')
})

describe('says which variable is wrong, and not what it held', () => {
  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['TRIBUTARY_KEY', 'c2hvcnQ='],
    ['TRIBUTARY_KEY', `${KEY}AAAA`],
    ['TRIBUTARY_DATABASE_URL', 'postgres://user:canary@db/x'],
    ['TRIBUTARY_OWNER_TOKEN', 'canary'],
    ['TRIBUTARY_EGRESS_ALLOW', 'db.local'],
    ['TRIBUTARY_EGRESS_ALLOW', 'http://db.local:80'],
    ['LOG_LEVEL', 'loud'],
    [variable, 'canary'],
    [variable, 'ftp://canary'],
    [variable, 'https://user:canary@host'],
    [variable, 'https://host/?canary=1'],
  ])('%s=%s', (name, value) => {
    const read = () => readEnv({ [name]: value }, kinds)
    expect(read).toThrow(Misconfigured)
    expect(read).toThrow(new RegExp(name))
    expect(read).not.toThrow(/canary/)
  })
})

it.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['LOCALHOST', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.0.0.1.example.com', false],
  ['10.0.0.1', false],
])('%s is this machine: %s', (host, local) => {
  expect(isLoopback(host)).toBe(local)
})

describe('requests reach only', () => {
  const env = readEnv({ TRIBUTARY_EGRESS_ALLOW: '10.0.0.5:8080' }, kinds)
  const may = reachable(kinds, env, url => url.origin === 'http://127.0.0.1:4100')
  const fixed = [...kinds.values()].flatMap(kind => (kind.role === 'destination' && kind.host ? [kind.host.url] : []))
  it('the platforms, our simulators and what the operator lists', () => {
    for (const address of [...fixed, 'http://127.0.0.1:4100/x', 'http://10.0.0.5:8080/hook'])
      expect([address, may(new URL(address))]).toEqual([address, true])
  })
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:4101/',
    'http://10.0.0.5:8081/',
    'http://10.0.0.6:8080/',
    'https://evil.example/',
    ...fixed.flatMap(address => [
      address.replace('https:', 'http:'),
      `${address}:444`,
      address.replace('https://', 'https://evil.'),
      `${address}.evil.example`,
      address.replace('https://', 'https://user@evil.example/?'),
    ]),
  ])('not %s', address => {
    expect(may(new URL(address))).toBe(false)
  })
  it('a replaced platform is reached instead', () => {
    const replaced = reachable(kinds, readEnv({ [variable]: 'http://127.0.0.1:4000' }, kinds), () => false)
    expect(replaced(new URL('http://127.0.0.1:4000/v1'))).toBe(true)
  })
})
