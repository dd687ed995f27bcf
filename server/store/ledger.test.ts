import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EventKey, Ledger, Outgoing } from '../../runtime/world.ts'
import { startChild } from '../../test/stand-ins/child.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { pruneLedger } from './deliveries.ts'
import { history } from './history.ts'

import { closeExpired, ledger, openRequestCount } from './ledger.ts'
import { openStore, type Store } from './open.ts'

const DAY = 86_400_000
const keyOf = (name: string): EventKey => createHash('sha256').update(name).digest('hex').slice(0, 32)
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(keyOf) as [EventKey, EventKey, EventKey, EventKey]
const outgoing = (keys: EventKey[], more: Partial<Outgoing> = {}): Outgoing => ({
  keys,
  body: `{"data":"${keys.join()}"}`,
  resendSafe: true,
  expires: 2e12,
  ...more,
})
const known = (book: Ledger, keys: EventKey[] = [a, b, c, d]) =>
  Object.fromEntries([...book.look(keys)].map(([key, { state }]) => [key, state]))

let folder: string
let store: Store
let time: number
let book: Ledger
const reopened = () => {
  store.close()
  store = openStore(folder, { now: () => time })
  return ledger(store, 'stream', 'run-2')
}
beforeEach(() => {
  time = Date.parse('2026-11-23T08:00:00Z')
  folder = dataFolder()
  store = openStore(folder, { now: () => time })
  book = ledger(store, 'stream', 'run-1')
  return () => store.close()
})

describe('what is known of a key', () => {
  it('is nothing before, uncertain while its request is open, and its outcome after', () => {
    expect(known(book)).toEqual({})
    const id = book.begin(outgoing([a, b, c]))
    expect(known(book)).toEqual({ [a]: 'uncertain', [b]: 'uncertain', [c]: 'uncertain' })
    book.settle(id, [
      { key: a, state: 'delivered' },
      { key: b, state: 'rejected', code: 'bad_currency' },
      { key: c, state: 'uncertain' },
    ])
    expect(known(book)).toEqual({ [a]: 'delivered', [b]: 'rejected', [c]: 'uncertain' })
    expect(book.look([a]).get(a)?.run).toBe('run-1')
    expect(book.open()).toEqual([])
    expect(known(reopened())).toEqual({ [a]: 'delivered', [b]: 'rejected', [c]: 'uncertain' })
  })

  it('is replaced by a later outcome', () => {
    book.settle(book.begin(outgoing([a])), [{ key: a, state: 'uncertain' }])
    const later = ledger(store, 'stream', 'run-2')
    later.settle(later.begin(outgoing([a])), [{ key: a, state: 'delivered' }])
    expect(later.look([a])).toEqual(new Map([[a, { state: 'delivered', run: 'run-2' }]]))
  })

  it('belongs to one stream', () => {
    const other = ledger(store, 'another stream', 'run-1')
    book.begin(outgoing([a]))
    book.settle(book.begin(outgoing([b])), [{ key: b, state: 'delivered' }])
    expect(known(other)).toEqual({})
    expect(other.open()).toEqual([])
    const [open] = book.open()
    for (const act of [() => other.again(open!.id), () => other.withdraw(open!.id), () => other.settle(open!.id, [])])
      expect(act).toThrow('is not open')
    expect(book.open()).toHaveLength(1)
  })

  it('is shared by two ledgers of the same stream, also while a request is open', () => {
    const twin = ledger(store, 'stream', 'run-2')
    const id = book.begin(outgoing([a]))
    expect(twin.look([a])).toEqual(new Map([[a, { state: 'uncertain', run: 'run-1' }]]))
    twin.settle(id, [{ key: a, state: 'delivered' }])
    expect(known(book)).toEqual({ [a]: 'delivered' })
  })

  it('is told for people with when, who and why', () => {
    const request = book.begin(outgoing([a, b]))
    expect(history(store, 'stream', a)).toEqual({ state: 'uncertain', run: 'run-1', code: null, at: time, open: true, request })
    time += 5000
    book.settle(request, [{ key: b, state: 'rejected', code: 'too_old' }])
    expect(history(store, 'stream', b)).toEqual({ state: 'rejected', run: 'run-1', code: 'too_old', at: time, open: false, request })
    expect(history(store, 'stream', a)).toBeUndefined()
    expect(history(store, 'never used', a)).toBeUndefined()
  })

  it('is found among many', () => {
    const many = Array.from({ length: 5000 }, (_, i) => keyOf(`row ${i}`))
    book.settle(
      book.begin(outgoing(many)),
      many.map(key => ({ key, state: 'delivered' as const })),
    )
    const asked = [...many.slice(0, 700), ...Array.from({ length: 300 }, (_, i) => keyOf(`new ${i}`))]
    expect([...book.look(asked).keys()].sort()).toEqual(many.slice(0, 700).sort())
  })
})

describe('an open request', () => {
  it('is listed with the same bytes after a restart, oldest first', () => {
    const body = '{"data":[{"name":"Renée 😀","n":1.10}]}'
    const first = book.begin(outgoing([a, b], { body, resendSafe: false, expires: 1_800_000_000_000 }))
    time += 1000
    const second = book.begin(outgoing([c]))
    book.again(first)
    expect(reopened().open()).toEqual([
      { id: first, keys: [a, b], body, resendSafe: false, expires: 1_800_000_000_000, firstSent: time - 1000, attempts: 2, doubts: 2 },
      { id: second, keys: [c], body: outgoing([c]).body, resendSafe: true, expires: 2e12, firstSent: time, attempts: 1, doubts: 1 },
    ])
    expect(openRequestCount(store)).toBe(2)
  })

  it('that is withdrawn makes its keys new again', () => {
    book.withdraw(book.begin(outgoing([a, b])))
    expect(known(book)).toEqual({})
    expect(known(reopened())).toEqual({})
  })

  it('is split into its parts in one act', () => {
    const [first, second] = book.split(book.begin(outgoing([a, b, c])), [outgoing([a]), outgoing([b, c])])
    expect(book.open().map(({ id, keys, body }) => ({ id, keys, body }))).toEqual([
      { id: first, keys: [a], body: outgoing([a]).body },
      { id: second, keys: [b, c], body: outgoing([b, c]).body },
    ])
    book.again(first!)
    book.settle(first!, [{ key: a, state: 'rejected' }])
    expect(known(book)).toEqual({ [a]: 'rejected', [b]: 'uncertain', [c]: 'uncertain' })
  })

  it('counts its sendings that may have been taken; its parts inherit the doubt and its age, and have not left yet', () => {
    const id = book.begin(outgoing([a, b]))
    book.again(id, true)
    book.again(id)
    expect(book.open()[0]).toMatchObject({ attempts: 3, doubts: 2 })
    time += 1000
    // The third sending was refused, so only one is in doubt.
    const [first] = book.split(id, [outgoing([a]), outgoing([b])])
    const part = { attempts: 0, doubts: 1, firstSent: time - 1000 }
    expect(book.open()).toMatchObject([part, part])
    book.again(first!)
    expect(reopened().open()).toMatchObject([{ attempts: 1, doubts: 2 }, part])
  })

  it('adds a doubt to the parts of a whole that may have been taken in part', () => {
    const id = book.begin(outgoing([a, b]))
    book.split(id, [outgoing([a]), outgoing([b])], false)
    expect(book.open()).toMatchObject([
      { attempts: 0, doubts: 1 },
      { attempts: 0, doubts: 1 },
    ])
  })

  it('stays whole when settling or splitting it fails half-way', () => {
    const id = book.begin(outgoing([a, b]))
    expect(() =>
      book.settle(id, [
        { key: a, state: 'delivered' },
        { key: 'not a key', state: 'delivered' },
      ]),
    ).toThrow()
    expect(() => book.split(id, [outgoing([a]), outgoing(['short'])])).toThrow()
    expect(known(book)).toEqual({ [a]: 'uncertain', [b]: 'uncertain' })
    expect(book.open()).toMatchObject([{ id, keys: [a, b] }])
    expect(known(reopened())).toEqual({ [a]: 'uncertain', [b]: 'uncertain' })
  })

  it('is never settled twice', () => {
    const id = book.begin(outgoing([a]))
    book.settle(id, [{ key: a, state: 'delivered' }])
    expect(() => book.settle(id, [{ key: a, state: 'rejected' }])).toThrow('is not open')
    expect(known(book)).toEqual({ [a]: 'delivered' })
  })

  it.each([
    ['moved to another request', () => store.sql.exec('update request set body = (select body from request order by id limit 1)')],
    ['changed', () => store.sql.exec('update request set body = cast(substr(body, 1, length(body) - 1) as blob)')],
    ['swapped for another body of ours', () => store.sql.exec("update request set body_sha256 = x'00'")],
  ])('whose body was %s is listed, and never to be sent', (_, damage) => {
    book.begin(outgoing([a]))
    const id = book.begin(outgoing([b]))
    damage()
    const open = book.open().find(request => request.id === id)
    expect(open).toMatchObject({ keys: [b], body: '', resendSafe: false, expires: 0 })
    expect(open?.unreadable).toMatch(/could not be opened|not the one that was sent/)
    expect(known(reopened(), [b])).toEqual({ [b]: 'uncertain' })
  })

  it('leaves no body in clear on the disk', () => {
    const canary = 'canary.person@example.org'
    const id = book.begin(outgoing([a], { body: `{"data":["${canary}"]}` }))
    const clear = () => readdirSync(folder).filter(file => readFileSync(join(folder, file)).includes(canary))
    expect(readdirSync(folder)).toContain('tributary.db-wal')
    expect(clear()).toEqual([])
    book.split(id, [outgoing([a], { body: canary })])
    store.close()
    expect(clear()).toEqual([])
    store = openStore(folder)
  })
})

describe('a process that is killed', () => {
  const killedAfter = async (act: string, body = 'the very bytes') => {
    store.close()
    const child = await startChild(new URL('../../test/stand-ins/beginner.ts', import.meta.url).pathname, folder, act, [a, b].join(), body)
    expect(await child.line()).toBe('done')
    await child.kill()
    store = openStore(folder)
    return ledger(store, 'stream', 'run-2')
  }

  it('right after beginning a request has left it on the disk', async () => {
    const after = await killedAfter('begin', 'the very bytes é')
    expect(after.open()).toMatchObject([{ keys: [a, b], body: 'the very bytes é', attempts: 1, resendSafe: true, expires: 2e12 }])
    expect(known(after)).toEqual({ [a]: 'uncertain', [b]: 'uncertain' })
  })
  it('right after settling it has left the outcomes and nothing open', async () => {
    const after = await killedAfter('settle')
    expect(after.open()).toEqual([])
    expect(known(after)).toEqual({ [a]: 'delivered', [b]: 'rejected' })
  })
  it('right after splitting it has left the parts', async () => {
    const after = await killedAfter('split')
    expect(after.open()).toMatchObject([
      { keys: [a], body: `the very bytes ${a}` },
      { keys: [b], body: `the very bytes ${b}` },
    ])
  })
  it('right after withdrawing it has left nothing', async () => {
    const after = await killedAfter('withdraw')
    expect(after.open()).toEqual([])
    expect(known(after)).toEqual({})
  })
})

describe('forgetting', () => {
  it('drops what is older than asked, in any stream, and keeps the rest and every open request', async () => {
    const other = ledger(store, 'another stream', 'run-1')
    const old = Array.from({ length: 50 }, (_, i) => keyOf(`old ${i}`))
    const young = Array.from({ length: 50 }, (_, i) => keyOf(`young ${i}`))
    for (const [keys, days] of [
      [old, 91],
      [young, 89],
    ] as const) {
      time = Date.parse('2026-11-23T08:00:00Z') - days * DAY
      for (const one of [book, other])
        one.settle(
          one.begin(outgoing([...keys])),
          keys.map(key => ({ key, state: 'delivered' as const })),
        )
    }
    book.begin(outgoing([a]))
    time = Date.parse('2026-11-23T08:00:00Z')
    expect(await pruneLedger(store, 90, 7)).toBe(100)
    for (const one of [book, other]) {
      expect(one.look(old).size).toBe(0)
      expect(one.look(young).size).toBe(50)
    }
    expect(known(book)).toEqual({ [a]: 'uncertain' })
    expect(await pruneLedger(store, 90, 7)).toBe(0)
  })

  it('takes the body of a request that nobody may send any more, and holds its events as uncertain', () => {
    const gone = book.begin(outgoing([a, b], { expires: time + DAY }))
    const sendable = book.begin(outgoing([c], { expires: time + 9 * DAY }))
    time += 3 * DAY
    const young = book.begin(outgoing([d], { expires: time - 1 }))
    expect(closeExpired(store)).toBe(1)
    expect(book.open().map(request => request.id)).toEqual([sendable, young])
    expect(() => book.settle(gone, [])).toThrow('is not open')
    const held = { [a]: 'uncertain', [b]: 'uncertain', [c]: 'uncertain', [d]: 'uncertain' }
    expect(known(book)).toEqual(held)
    expect(known(reopened())).toEqual(held)
    expect(history(store, 'stream', a)).toMatchObject({ state: 'uncertain', run: 'run-1', code: 'outcome_unknown', open: false })
  })

  it('of anything younger than 70 days is refused', async () => {
    await expect(pruneLedger(store, 69)).rejects.toThrow('at least 70 days')
    await expect(pruneLedger(store, Number.NaN)).rejects.toThrow('at least 70 days')
  })
})
