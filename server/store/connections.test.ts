import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { serverBounds } from '../bounds.ts'
import {
  completeSettings,
  deleteConnection,
  findConnection,
  listConnections,
  openConnection,
  saveConnection,
  secretFields,
} from './connections.ts'
import { addInbox, clearInbox, findInbox, listInbox } from './inbox.ts'
import { openStore, type Store } from './open.ts'

const schema = z.object({
  dataset: z.string(),
  token: z.string().meta({ secret: true }),
  password: z.string().meta({ secret: true }).optional(),
})
const token = 'EAAB-canary-token-0123456789-WXYZ'
let folder: string
let store: Store
beforeEach(() => {
  folder = dataFolder()
  store = openStore(folder, { now: () => 1000 })
  return () => store.close()
})
const save = (settings: Record<string, unknown>, name = 'main', kind = 'meta') =>
  saveConnection(store, name, kind, completeSettings(store, name, kind, settings), schema)

describe('a connection', () => {
  it('is shown with its secrets masked, and opened in clear for a run only', () => {
    expect(save({ dataset: '123', token, password: 'short' })).toEqual({
      name: 'main',
      kind: 'meta',
      settings: { dataset: '123', token: '••••WXYZ', password: '••••' },
      updatedAt: 1000,
    })
    expect(findConnection(store, 'main')).toEqual(listConnections(store)[0])
    expect(JSON.stringify(listConnections(store))).not.toContain('canary')
    expect(openConnection(store, 'main')).toEqual({ kind: 'meta', settings: { dataset: '123', token, password: 'short' } })
    expect(openConnection(store, 'other')).toBeUndefined()
  })

  it('keeps a secret that is left out or sent back masked, and takes a new one', () => {
    save({ dataset: '123', token, password: 'old' })
    save({ dataset: '456', token: '••••WXYZ' })
    expect(openConnection(store, 'main')?.settings).toEqual({ dataset: '456', token, password: 'old' })
    save({ dataset: '456', token: 'another-token-altogether', password: '' })
    expect(openConnection(store, 'main')?.settings).toEqual({ dataset: '456', token: 'another-token-altogether' })
  })

  it('that becomes one of another kind starts without the old secrets', () => {
    save({ dataset: '123', token })
    save({ dataset: '1' }, 'main', 'pinterest')
    expect(openConnection(store, 'main')).toEqual({ kind: 'pinterest', settings: { dataset: '1' } })
  })

  it('holds no secret in clear on the disk', () => {
    save({ dataset: '123', token })
    store.close()
    expect(readdirSync(folder).filter(file => readFileSync(join(folder, file)).includes('canary'))).toEqual([])
    store = openStore(folder)
    expect(openConnection(store, 'main')?.settings.token).toBe(token)
  })

  it('whose ciphertext was moved to another connection or field does not open, but is still listed', () => {
    save({ dataset: '1', token, password: 'the old password' })
    save({ dataset: '2', token: 'another-token-altogether' }, 'second')
    store.sql.exec("update connection set secrets = (select secrets from connection where name = 'main') where name = 'second'")
    expect(() => openConnection(store, 'second')).toThrow('changed, damaged or moved')
    store.sql.exec("update connection set secrets = json_object('token', secrets ->> 'password') where name = 'main'")
    expect(() => openConnection(store, 'main')).toThrow('changed, damaged or moved')
    expect(listConnections(store).map(({ settings }) => settings.token)).toEqual(['••••', '••••'])
  })

  it('can be deleted once', () => {
    save({ dataset: '1', token })
    deleteConnection(store, 'main')
    expect(listConnections(store)).toEqual([])
    expect(() => deleteConnection(store, 'main')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

it.each([
  ['an object', z.object({ a: z.string(), b: z.string().meta({ secret: true }) }), ['b']],
  [
    'optional, default, nullable',
    z.object({
      a: z.string().meta({ secret: true }).optional(),
      b: z.string().meta({ secret: true }).default('x'),
      c: z.string().nullable().meta({ secret: true }),
    }),
    ['a', 'b', 'c'],
  ],
  [
    'a trimmed text',
    z.object({
      a: z
        .string()
        .trim()
        .meta({ secret: true })
        .transform(text => text),
    }),
    ['a'],
  ],
  ['a refined object', z.object({ a: z.string().meta({ secret: true }) }).refine(() => true), ['a']],
  ['a transformed object', z.strictObject({ a: z.string().meta({ secret: true }) }).transform(all => all), ['a']],
  [
    'a union',
    z.union([z.object({ a: z.string().meta({ secret: true }) }), z.object({ b: z.string().meta({ secret: true }) })]),
    ['a', 'b'],
  ],
  ['nothing', z.object({}), []],
])('finds the secrets of %s', (_, schema, fields) => {
  expect(secretFields(schema)).toEqual(fields)
})

describe('the Test inbox', () => {
  const entry = (body: string) => ({
    flow: 'f',
    node: 'n',
    rules: 'meta',
    accepted: true,
    body,
    findings: [{ rule: 'r', says: 's', state: 'met' as const }],
  })

  it('keeps what was sent, sealed, newest first', () => {
    addInbox(store, [entry('first canary'), { ...entry('second'), accepted: false }])
    expect(listInbox(store)).toMatchObject([
      { id: 2, body: 'second', accepted: false },
      { id: 1, body: 'first canary', accepted: true, at: 1000, findings: [{ rule: 'r', says: 's', state: 'met' }] },
    ])
    expect(findInbox(store, 1)?.body).toBe('first canary')
    expect(listInbox(store, { before: 2 })).toHaveLength(1)
    store.close()
    expect(readFileSync(join(folder, 'tributary.db')).includes('canary')).toBe(false)
    store = openStore(folder)
    clearInbox(store)
    expect(listInbox(store)).toEqual([])
  })

  it('keeps the newest 1,000', () => {
    for (let i = 0; i < 6; i++)
      addInbox(
        store,
        Array.from({ length: 300 }, (_, at) => entry(`${i * 300 + at}`)),
      )
    const all = listInbox(store, { limit: 5000 })
    expect([all.length, all[0]?.body, all.at(-1)?.body]).toEqual([serverBounds.inbox.most, '1799', '800'])
    addInbox(
      store,
      Array.from({ length: 2500 }, (_, at) => entry(`x${at}`)),
    )
    expect(listInbox(store, { limit: 5000 }).at(-1)?.body).toBe('x1500')
  })
})
