import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { KeyProblem, masterKey, secretsOf } from './secrets.ts'

const key = Buffer.from('kq3Zc0f2m9R7x1aBvYpTtLw8sJdHnGeU5iXoCzAKMbQ=', 'base64')
const secrets = secretsOf(key)
const place = ['connection', 'shop-db', 'password']
const clear = Buffer.from('correct horse battery staple')

describe('sealed bytes', () => {
  it('open where they were sealed, hold nothing in clear, and are never the same twice', () => {
    const sealed = Array.from({ length: 1000 }, () => secrets.seal('connections', place, clear))
    expect(secrets.open('connections', place, sealed[0]!)).toEqual(clear)
    expect(sealed[0]!.includes('horse')).toBe(false)
    expect(new Set(sealed.map(bytes => bytes.toString('hex'))).size).toBe(1000)
  })

  it('of nothing are possible', () => {
    expect(secrets.open('requests', place, secrets.seal('requests', place, Buffer.alloc(0)))).toEqual(Buffer.alloc(0))
  })

  it('do not open when any byte is changed or cut off', () => {
    const sealed = secrets.seal('connections', place, clear)
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 1
      expect(() => secrets.open('connections', place, changed), `byte ${at}`).toThrow(KeyProblem)
      expect(() => secrets.open('connections', place, sealed.subarray(0, at)), `cut at ${at}`).toThrow(KeyProblem)
    }
  })

  it.each([
    ['another row', 'connections', ['connection', 'other', 'password']],
    ['another field', 'connections', ['connection', 'shop-db', 'token']],
    ['another table', 'connections', ['request', 'shop-db', 'password']],
    ['parts that run together', 'connections', ['connection|shop-db', 'password']],
    ['another purpose', 'requests', place],
  ] as const)('do not open in %s', (_, purpose, elsewhere) => {
    const sealed = secrets.seal('connections', place, clear)
    expect(() => secrets.open(purpose, elsewhere, sealed)).toThrow('Stored data could not be opened: it was changed, damaged or moved.')
  })

  it('say so when they were sealed with another key', () => {
    const other = secretsOf(Buffer.from(key).reverse())
    expect(other.fingerprint).not.toBe(secrets.fingerprint)
    expect(() => other.open('connections', place, secrets.seal('connections', place, clear))).toThrow(
      'This data was sealed with another key.',
    )
  })
})

describe('the master key', () => {
  it('is made once, readable by its owner only, and leaves no draft behind', () => {
    const folder = dataFolder()
    const made = masterKey(folder)
    expect(made).toHaveLength(32)
    expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600)
    expect(masterKey(folder)).toEqual(made)
    expect(readdirSync(folder)).toEqual(['key'])
  })

  it('given from outside is used as it is, and no file is made', () => {
    const folder = dataFolder()
    expect(masterKey(folder, key.toString('base64'))).toEqual(key)
    expect(masterKey(folder, key.toString('base64url'))).toEqual(key)
    expect(existsSync(join(folder, 'key'))).toBe(false)
  })

  it.each([
    ['too short', 'c2hvcnQ='],
    ['a pass-phrase', 'correct horse battery staple of 32 ch'],
    ['33 bytes', Buffer.alloc(33, 7).toString('base64')],
    ['one byte over and over', Buffer.alloc(32, 65).toString('base64')],
  ])('is refused when it is %s, without repeating it', (_, given) => {
    const refused = attempt(() => masterKey(dataFolder(), given))
    expect(refused).toBeInstanceOf(KeyProblem)
    expect(`${refused.message} ${(refused as KeyProblem).why}`).not.toContain(given)
    expect((refused as KeyProblem).why).toContain('openssl rand -base64 32')
  })

  it('file that holds something else is refused and kept', () => {
    const folder = dataFolder()
    writeFileSync(join(folder, 'key'), 'not a key')
    expect(() => masterKey(folder)).toThrow('is not a key')
    expect(readFileSync(join(folder, 'key'), 'utf8')).toBe('not a key')
  })
})

function attempt(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('It was not refused.')
}
