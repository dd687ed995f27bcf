/** What an open request holds is decrypted when somebody looks into it, and for being counted once. */
import { beforeEach, expect, it } from 'vitest'
import { heldOutline } from '../../runtime/recover.ts'
import { storedOf } from '../../runtime/stored.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { ledger, openRequests } from './ledger.ts'
import { openStore, type Store } from './open.ts'
import { outlinesOf } from './opened.ts'

const NOW = Date.parse('2026-11-26T09:00:00Z')
const STREAM = 'flow\norders\nmeta\n1'
const key = (i: number) => i.toString(16).padStart(32, '0')
let store: Store
let decrypted: number
const book = () => ledger(store, STREAM, 'run')
beforeEach(() => {
  store = openStore(dataFolder(), { now: () => NOW })
  for (let i = 0; i < 3; i++)
    book().begin({
      keys: [key(2 * i), key(2 * i + 1)],
      body: storedOf(['{"a":1}', '{"b":2}']),
      resendSafe: i !== 1,
      expires: NOW + (i + 1) * 1000,
    })
  decrypted = 0
  const { secrets } = store
  Object.assign(store, {
    secrets: {
      ...secrets,
      open: (...args: Parameters<typeof secrets.open>) => {
        decrypted++
        return secrets.open(...args)
      },
    },
  })
  return () => store.close()
})

it('the first of many is opened alone', () => {
  const [first, ...rest] = book().open()
  expect([first!.keys, first!.doubts, rest.map(({ id }) => id), decrypted]).toEqual([[key(0), key(1)], 1, [2, 3], 0])
  expect([first!.body, first!.resendSafe, first!.expires, decrypted]).toEqual(['{"a":1}\n{"b":2}', true, NOW + 1000, 1])
})

it('an outline says what the request says, and is read once however often it is asked', () => {
  const told = openRequests(store, 'flow').map(({ run, firstSent, expires, doubts, resendSafe }) => ({
    run,
    firstSent,
    expires,
    doubts,
    resendSafe,
  }))
  decrypted = 0
  expect(outlinesOf(store, 'flow')).toMatchObject(told.map(one => ({ ...one, events: 2, released: false })))
  expect(decrypted).toBe(0)
  for (let i = 0; i < 3; i++)
    expect(outlinesOf(store, 'flow').map(one => heldOutline(one, NOW))).toEqual([undefined, 'no_dedup', undefined])
  expect(decrypted).toBe(3)
})

it('one that cannot be read is held, in both', () => {
  store.sql.exec("update request set body_sha256 = x'00' where id = 2")
  expect(book().open()[1]).toMatchObject({ body: '', resendSafe: false, expires: 0, unreadable: expect.stringContaining('not the one') })
  expect(heldOutline(outlinesOf(store, 'flow')[1]!, NOW)).toBe('unreadable')
})
