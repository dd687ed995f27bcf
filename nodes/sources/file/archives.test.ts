/** What is packed is read as if it were not, and what packs too much, too far or nothing is refused, with nothing left behind. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { bounds } from '../../../runtime/bounds.ts'
import type { Query, Session } from '../../../runtime/contract.ts'
import { readAll, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import { type Member, zipOf } from '../../../test/stand-ins/zip.ts'
import file from './index.ts'
import { Unpacking } from './room.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-archives-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const rooms = () => readdirSync(tmpdir()).filter(name => name.startsWith(`tributary-reading-${process.pid}-`)).length
async function opened<T>(path: string, content: Buffer, work: (session: Session) => Promise<T>, more: object = {}): Promise<T> {
  writeFileSync(join(folder, path), content)
  return withSession(file, { config: { path, ...more } }, { folder }, work)
}
const rowsOf = (path: string, content: Buffer, from: Query['from'], more: object = {}) =>
  opened(path, content, session => readAll(session, { from, key: [] }), more)
const named = async (session: Session) => (await session.tables()).map(({ name }) => name)
const CSV = 'id,b\n1,é\n'
const ROW = [{ id: '1', b: 'é' }]

test.each<[string, string, Member[], object]>([
  ['one file', 'orders.zip', [{ name: 'export (3).csv', content: CSV }], {}],
  ['one file, not packed', 'orders.csv.zip', [{ name: 'x.csv', content: CSV, stored: true }], {}],
  [
    'one file in a folder',
    'orders.zip',
    [
      { name: 'a/', content: '' },
      { name: 'a/b.csv', content: CSV },
    ],
    {},
  ],
  [
    'with what a Mac adds',
    'orders.zip',
    [
      { name: 'o.csv', content: CSV },
      { name: '__MACOSX/._o.csv', content: 'x' },
    ],
    {},
  ],
  ['JSON lines', 'orders.zip', [{ name: 'o.jsonl', content: '{"id":"1","b":"é"}\n' }], {}],
  ['gzipped within', 'orders.zip', [{ name: 'o.csv.gz', content: gzipSync(CSV) }], {}],
  ['Windows-1252 within', 'orders.zip', [{ name: 'o.csv', content: Buffer.from(CSV, 'latin1') }], { encoding: 'windows-1252' }],
  ['a name that says nothing', 'orders.zip', [{ name: 'data.bin', content: CSV }], { format: 'csv' }],
])('an archive of %s is read as that file, called after the archive', async (_, path, members, more) => {
  const before = rooms()
  expect(await rowsOf(path, zipOf(...members), { table: 'orders' }, more)).toEqual(ROW)
  expect(rooms()).toBe(before)
})
test('a database in an archive', async () => {
  const database = new DatabaseSync(join(folder, 'inner.sqlite'))
  database.exec(`create table t (id text, b text); insert into t values ('1', 'é')`)
  database.close()
  const packed = zipOf({ name: 'x.sqlite', content: readFileSync(join(folder, 'inner.sqlite')) })
  const before = rooms()
  expect(await rowsOf('base.zip', packed, { table: 't' })).toEqual(ROW)
  expect(rooms()).toBe(before)
})

const several = zipOf(
  { name: 'shop/orders.csv', content: 'id,b\n1,é\n2\n3,x\n' },
  { name: 'shop/people.jsonl', content: '{"id":"1","name":"Ann"}\n{"id"\n' },
  { name: 'shop/old.csv', content: Buffer.from('id;b\n9;\x80\n8\n7\n', 'latin1') },
  { name: 'shop/read me.pdf', content: '%PDF' },
)
test('of several files each is a table, joined in one query, and what is left out is told', async () => {
  await opened('shop.zip', several, async session => {
    expect(await named(session)).toEqual(['orders', 'people', 'old'])
    expect(await readAll(session, { from: { table: 'orders' }, key: [] })).toEqual([...ROW, { id: '3', b: 'x' }])
    expect(session.spoiled!()).toEqual([{ count: 1, code: 'bad_line', samples: ['3'] }])
    expect(await readAll(session, { from: { table: 'old' }, key: [] })).toEqual([{ id: '9', b: '€' }])
    expect(session.spoiled!()).toEqual([{ count: 2, code: 'bad_line', samples: ['3', '4'] }])
    await readAll(session, { from: { table: 'people' }, key: [] })
    expect(session.spoiled!()).toEqual([{ count: 1, code: 'bad_line', samples: ['2'] }])
    const joined = 'select o.id, p.name from orders o join people p on p.id = o.id'
    expect(await readAll(session, { from: { sql: joined }, key: [] })).toEqual([{ id: '1', name: 'Ann' }])
    expect(session.spoiled!().reduce((sum, { count }) => sum + count, 0)).toBe(2)
    const notes = session.understood!([])
    expect(notes).toContain('old: Letters are Windows-1252 (found in the file).')
    expect(notes).toContain('orders: Columns are parted by commas (found in the file).')
    expect(notes).toContain('Not read, of the archive: shop/read me.pdf.')
  })
})
test('a file at fault among several is named', async () => {
  const packed = zipOf({ name: 'a.csv', content: CSV }, { name: 'b.csv', content: 'id,b\n1,"open\n' })
  const failure = await stopped(rowsOf('shop.zip', packed, { table: 'a' }))
  expect(failure.message).toBe('A quote in the file is never closed')
  expect(failure.why).toMatch(/^In "b\.csv": It is opened in line 2\./)
})

const LINK = 0o120777 * 0x10000
const good = { name: 'a.csv', content: CSV }
describe('an archive that is refused leaves nothing behind', () => {
  test.each<[string, Buffer, string, RegExp]>([
    ['no archive', Buffer.from(CSV), 'source.not_readable', /not a zip file/],
    ['cut off', zipOf(good).subarray(0, 60), 'source.not_readable', /cut off/],
    ['empty', zipOf(), 'source.not_readable', /holds no CSV/],
    ['nothing to read', zipOf({ name: 'a.pdf', content: 'x' }), 'source.not_readable', /holds no CSV/],
    ['an archive in it', zipOf({ name: 'a.zip', content: zipOf(good) }), 'source.not_readable', /holds no CSV/],
    ['a way up', zipOf(good, { name: '../../evil.csv', content: CSV }), 'source.not_readable', /leads to another folder/],
    ['a way up within', zipOf({ name: 'a/../../evil.csv', content: CSV }), 'source.not_readable', /leads to another folder/],
    ['a Windows way up', zipOf({ name: '..\\evil.csv', content: CSV }), 'source.not_readable', /leads to another folder/],
    ['an address', zipOf({ name: '/etc/evil.csv', content: CSV }), 'source.not_readable', /leads to another folder/],
    ['a drive', zipOf({ name: 'C:\\evil.csv', content: CSV }), 'source.not_readable', /leads to another folder/],
    ['a link', zipOf({ name: 'a.csv', content: '/etc/passwd', says: { attributes: LINK } }), 'source.not_readable', /holds no CSV/],
    ['a password', zipOf({ ...good, says: { flags: 0x801 } }), 'source.not_readable', /password/],
    ['another packing', zipOf({ ...good, says: { method: 12 } }), 'source.not_readable', /common zip file/],
    ['a wrong check sum', zipOf({ ...good, says: { crc: 1 } }), 'source.not_readable', /"a\.csv" in it is damaged/],
    ['more bytes than it says', zipOf({ ...good, says: { size: 3 } }), 'source.not_readable', /damaged/],
    ['fewer bytes than it says', zipOf({ ...good, says: { size: 30 } }), 'source.not_readable', /damaged/],
    ['one table twice', zipOf(good, { name: 'b/A.jsonl', content: '{}' }), 'source.not_readable', /Two of its files/],
    ['a database among others', zipOf(good, { name: 'b.duckdb', content: 'x' }), 'source.not_readable', /only file/],
    ['too many files', zipOf(...Array.from({ length: 101 }, (_, i) => ({ name: `${i}.csv`, content: CSV }))), 'source.not_readable', /100/],
    [
      'a great many names',
      zipOf(...Array.from({ length: 1001 }, (_, i) => ({ name: `${i}/`, content: '' }))),
      'source.not_readable',
      /1,000/,
    ],
  ])('%s', async (_, content, code, why) => {
    const before = rooms()
    const failure = await stopped(rowsOf('bad.zip', content, { table: 'bad' }))
    expect(failure.code).toBe(code)
    expect(failure.why).toMatch(why)
    expect(failure.why).not.toContain(folder)
    expect(rooms()).toBe(before)
  })
  test('a sheet of Excel, and an archive without its ending, are called so', async () => {
    expect((await stopped(rowsOf('sheet.csv', zipOf(good), { table: 'sheet' }))).why).toMatch(/Excel/)
  })
})

describe('what unpacks into too much', () => {
  // A thousandth of its size when packed.
  const emptiness = Buffer.alloc(70 * 1024 ** 2, 'a,b\n')
  const before = rooms()
  test.each<[string, () => Buffer]>([
    ['zip', () => zipOf({ name: 'a.csv', content: emptiness })],
    ['gz', () => gzipSync(emptiness)],
    ['several', () => zipOf(...[1, 2, 3].map(i => ({ name: `${i}.csv`, content: emptiness.subarray(0, 30 * 1024 ** 2) })))],
    ['lying', () => zipOf({ name: 'a.csv', content: emptiness, says: { size: 10 } })],
    ['array', () => gzipSync(Buffer.concat([Buffer.from('['), Buffer.alloc(70 * 1024 ** 2, ' '), Buffer.from(']')]))],
  ])('%s', async (what, content) => {
    const path = what === 'gz' ? 'bomb.csv.gz' : what === 'array' ? 'bomb.json.gz' : 'bomb.zip'
    const failure = await stopped(rowsOf(path, content(), { table: 'bomb' }))
    expect(failure.code).toBe(what === 'lying' ? 'source.not_readable' : 'source.too_large')
    expect(rooms()).toBe(before)
  })
  test('in all', async () => {
    // Packed so little that only the sum can be too much; the same piece each time, which nobody looks into.
    const most = bounds.unpackedBytes.most
    const piece = Buffer.alloc(64 * 1024 ** 2)
    async function* pieces(...more: Buffer[]) {
      for (let bytes = 0; bytes < most; bytes += piece.length) yield piece
      yield* more
    }
    const drained = async (of: AsyncIterable<Buffer>) => {
      for await (const _ of new Unpacking(most).measured(of));
    }
    await drained(pieces())
    expect((await stopped(drained(pieces(Buffer.alloc(1))))).code).toBe('source.too_large')
  })
  test('small files may pack as well as they like', async () => {
    const many = Buffer.concat([Buffer.from('id,b\n'), Buffer.alloc(1024 ** 2, '1,x\n')])
    expect(deflateRawSync(many).length * 200).toBeLessThan(many.length)
    expect((await rowsOf('small.zip', zipOf({ name: 'a.csv', content: many }), { table: 'small' })).length).toBe(1024 ** 2 / 4)
  })
})
