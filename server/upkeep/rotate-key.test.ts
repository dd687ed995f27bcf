import { existsSync, linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import * as z from 'zod'
import { startChild } from '../../test/stand-ins/child.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { openConnection, saveConnection } from '../store/connections.ts'
import { addInbox, listInbox } from '../store/inbox.ts'
import { ledger } from '../store/ledger.ts'
import { openStore } from '../store/open.ts'
import { samplesOf } from '../store/samples.ts'
import { rotateKey } from './rotate-key.ts'

const schema = z.object({ token: z.string().meta({ secret: true }) })
const key = 'a'.repeat(32)
const keyText = (folder: string, name = 'key') => readFileSync(join(folder, name), 'utf8').trim()
let folder: string

const fill = (given?: string) => {
  const store = openStore(folder, { key: given })
  saveConnection(store, 'main', 'meta', { token: 'the-token' }, schema)
  const book = ledger(store, 'stream', 'run')
  const request = book.begin({ keys: [key], body: 'the bytes', resendSafe: true, expires: 2e12 })
  const attempt = { events: 1, started: 1, ended: 2, waitedMs: 0, class: 'stop', rejected: 0, status: 401 } as const
  book.answered(request, attempt, () => ({ events: [{ at: 0, text: 'the sample' }], of: 1, answer: null }))
  addInbox(store, [{ flow: 'f', node: 'n', rules: 'r', accepted: true, body: 'the test', findings: [] }])
  store.close()
}
const read = (given?: string) => {
  const store = openStore(folder, { key: given })
  try {
    return [
      openConnection(store, 'main')?.settings.token,
      ledger(store, 'stream', 'run').open()[0]?.body,
      listInbox(store)[0]?.body,
      samplesOf(store, 1).get(1)?.events[0]?.text,
    ]
  } finally {
    store.close()
  }
}
const whole = ['the-token', 'the bytes', 'the test', 'the sample']
beforeEach(() => {
  folder = dataFolder()
})

it('opens everything with the new key, and nothing with the old', () => {
  fill()
  const old = keyText(folder)
  expect(rotateKey(folder)).toEqual({ file: join(folder, 'key') })
  expect(keyText(folder)).not.toBe(old)
  expect(existsSync(join(folder, 'key.next'))).toBe(false)
  expect(read()).toEqual(whole)
  expect(() => read(old)).toThrow('sealed with another key')
})

it('leaves no copy of a key that a killed process had not let go of', () => {
  fill()
  linkSync(join(folder, 'key'), join(folder, 'key.4711'))
  writeFileSync(join(folder, 'key.next.1403'), keyText(folder))
  rotateKey(folder)
  expect(readdirSync(folder).filter(name => name.startsWith('key'))).toEqual(['key'])
  expect(read()).toEqual(whole)
})

it('a first start works beside what a killed one of the same number left, be it the key itself', () => {
  writeFileSync(join(folder, `key.${process.pid}`), 'half')
  fill()
  const text = keyText(folder)
  linkSync(join(folder, 'key'), join(folder, `key.next.${process.pid}`))
  rotateKey(folder)
  expect(keyText(folder)).not.toBe(text)
  expect(read()).toEqual(whole)
})

it('leaves a key from the environment to the operator, and the new one in a file', () => {
  const given = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 5)).toString('base64')
  fill(given)
  expect(rotateKey(folder, given)).toEqual({ file: join(folder, 'key.next') })
  expect(() => read(given)).toThrow('sealed with another key')
  expect(read(keyText(folder, 'key.next'))).toEqual(whole)
})

it('keeps what could not be opened, and changes the rest', () => {
  fill()
  const store = openStore(folder)
  store.sql.exec('update request set body = cast(substr(body, 1, length(body) - 1) as blob)')
  store.close()
  rotateKey(folder)
  expect(read()).toEqual(['the-token', '', 'the test', 'the sample'])
})

it('killed at any moment, the folder opens with everything in it', async () => {
  fill()
  for (let round = 0; round < 6; round++) {
    const child = await startChild(new URL('../../test/stand-ins/rotator.ts', import.meta.url).pathname, folder)
    await child.line()
    await new Promise(resolve => setTimeout(resolve, 5 + round * 15))
    await child.kill()
    expect(read()).toEqual(whole)
  }
})

it('cut between the two last steps, is finished by the next start', () => {
  fill()
  const given = keyText(folder)
  // As if killed before the renaming: the database has the new key, the file still the old one.
  rotateKey(folder, given)
  expect([keyText(folder), existsSync(join(folder, 'key.next'))]).toEqual([given, true])
  const readonly = openStore(folder, { readonly: true })
  expect(openConnection(readonly, 'main')?.settings.token).toBe('the-token')
  readonly.close()
  expect(read()).toEqual(whole)
  expect([keyText(folder) === given, existsSync(join(folder, 'key.next'))]).toEqual([false, false])
})
