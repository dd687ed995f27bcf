import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bounds } from '../../../runtime/bounds.ts'
import type { Query, Row, Session } from '../../../runtime/contract.ts'
import { NOW, never, readAll, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import file from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'tributary-file-'))
const folder = join(root, 'data')
for (const made of [folder, join(folder, 'sub.csv'), join(root, 'data2')]) mkdirSync(made)
for (const secret of ['secret.csv', 'data2/a.csv']) writeFileSync(join(root, secret), 'id\n1\n')
symlinkSync(join(root, 'secret.csv'), join(folder, 'link.csv'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content)

/** Writes a file of the data folder and says where it is. */
function made(path: string, content: string | Buffer): { path: string } {
  write(path, content)
  return { path }
}
type Settings = { path: string; [more: string]: unknown }
const opened = <T>(config: Settings, work: (session: Session) => Promise<T>, around = {}) =>
  withSession(file, { config }, { folder, ...around }, work)
const tableOf = async (session: Session): Promise<Query> => ({ from: { table: (await session.tables())[0]!.name }, key: [] })
async function rowsOf(config: Settings, from?: Query['from']): Promise<Row[]> {
  return opened(config, async session => readAll(session, from ? { from, key: [] } : await tableOf(session)))
}
const typesOf = (config: Settings) =>
  opened(config, async session =>
    Object.fromEntries(
      (await session.describe(await tableOf(session))).map(c => [
        c.key,
        c.zoned === undefined ? c.type : `${c.type} ${c.zoned ? 'zoned' : 'wall'}`,
      ]),
    ),
  )

describe('csv', () => {
  test('cells stay as they are written, and their types are guessed', async () => {
    write(
      'orders.csv',
      'id,zip,phone,total,paid,day,at,wall,note,none\n1,00123,+33612,12.50,true,2026-11-21,2026-11-21T18:04:11.123456Z,2026-11-21 18:04,"a, ""b""\nc",\n2,01000,06,1e3,no,2026-11-22,2026-11-21 18:04:11+02,2026-11-21 18:05:00,"",\n',
    )
    expect(await typesOf({ path: 'orders.csv' })).toEqual({
      id: 'number',
      zip: 'text',
      phone: 'text',
      total: 'number',
      paid: 'boolean',
      day: 'date',
      at: 'time zoned',
      wall: 'time wall',
      note: 'text',
      none: 'text',
    })
    expect(await rowsOf({ path: 'orders.csv' })).toEqual([
      {
        id: '1',
        zip: '00123',
        phone: '+33612',
        total: '12.50',
        paid: 'true',
        day: '2026-11-21',
        at: '2026-11-21T18:04:11.123456Z',
        wall: '2026-11-21 18:04',
        note: 'a, "b"\nc',
        none: null,
      },
      {
        id: '2',
        zip: '01000',
        phone: '06',
        total: '1e3',
        paid: 'no',
        day: '2026-11-22',
        at: '2026-11-21 18:04:11+02',
        wall: '2026-11-21 18:05:00',
        note: '',
        none: null,
      },
    ])
  })
  test.each<[string, string | Buffer, object]>([
    ['semicolons', 'id;b\n1;é\n', {}],
    ['tabs', 'id\tb\n1\té\n', {}],
    ['a mark at the start and Windows lines', '\ufeffid,b\r\n1,é\r\n', {}],
    ['UTF-16', Buffer.from('\ufeffid,b\n1,é\n', 'utf16le'), {}],
    ['Latin-1', Buffer.from('id,b\n1,é\n', 'latin1'), { encoding: 'latin-1' }],
    ['an odd delimiter', 'id~b\n1~é\n', { delimiter: '~' }],
    ['no line end at the end', 'id,b\n1,é', {}],
    ['a quoted header', '"id","b"\n"1","é"\n', {}],
  ])('with %s', async (_, content, more) => {
    write('form.csv', content)
    expect(await rowsOf({ path: 'form.csv', ...more })).toEqual([{ id: '1', b: 'é' }])
  })
  test('broken lines are counted with their numbers, the others are read', async () => {
    write('broken.csv', Buffer.concat([Buffer.from('id,b\n1,x\n2\n3,x,y\n4,"x"y\n5,'), Buffer.from([0xff]), Buffer.from('\n6,z\n')]))
    await opened({ path: 'broken.csv' }, async session => {
      const query = await tableOf(session)
      expect((await readAll(session, query)).map(r => r.id)).toEqual(['1', '6'])
      expect(session.spoiled!()).toEqual([{ count: 4, code: 'bad_line', samples: ['3', '4', '5', '6'] }])
      expect(await session.count!(query, [undefined], NOW)).toEqual([2])
      await readAll(session, query)
      expect(session.spoiled!()[0]!.count).toBe(4)
    })
  })
  test('quotes within quotes, over lines, and half-closed ones lose no row uncounted', async () => {
    write('quotes.csv', 'id,b\n1,"a\n""b""\n"\n2,"x" y\n3,z"z\n4,"open\n5,"x",y\n6,fine\n')
    await opened({ path: 'quotes.csv' }, async session => {
      const rows = await readAll(session, await tableOf(session))
      expect(rows[0]).toEqual({ id: '1', b: 'a\n"b"\n' })
      expect(rows.at(-1)).toEqual({ id: '6', b: 'fine' })
      const records = 5
      expect(rows.length + session.spoiled!().reduce((sum, s) => sum + s.count, 0)).toBe(records)
    })
  })
  test('a decimal comma can be named', async () => {
    write('comma.csv', 'id;total\n1;12,50\n2;3\n')
    expect(await typesOf({ path: 'comma.csv', decimal: '.' })).toMatchObject({ total: 'text' })
    expect(await typesOf({ path: 'comma.csv', decimal: ',' })).toMatchObject({ total: 'number' })
    expect((await rowsOf({ path: 'comma.csv', decimal: ',' })).map(r => r.total)).toEqual(['12.50', '3'])
  })
  test('gzip is read, and its table has the name without both endings', async () => {
    write('packed.csv.gz', gzipSync('id\n1\n'))
    expect(await rowsOf({ path: 'packed.csv.gz' }, { table: 'packed' })).toEqual([{ id: '1' }])
  })
  test('conditions on text are decided in the file, others are not', async () => {
    await opened({ path: 'orders.csv' }, async session => {
      const query = await tableOf(session)
      const shape = await session.describe(query)
      const where = { match: 'all' as const, conditions: [{ column: 'zip', op: 'starts_with' as const, value: '001' }] }
      expect(session.narrows!(where, shape)).toBe(true)
      expect(session.narrows!({ match: 'all', conditions: [{ column: 'total', op: 'gt', value: 1 }] }, shape)).toBe(false)
      expect(await session.count!(query, [where, undefined], NOW)).toEqual([1, 2])
      const pages = session.read(query, { size: 10, now: NOW, stop: never, where })
      for await (const page of pages) expect(page.map(r => r.id)).toEqual(['1'])
    })
  })
})

describe('json lines', () => {
  test('digits survive, broken lines are counted, and a name is only a name', async () => {
    write('lines.jsonl', '{"id":9007199254740993,"t":"x","n":{"a":[1]},"l":[1,"b"]}\n{"id":2,\n\n[1]\n{"__proto__":"p","a/b":"~"}\n')
    await opened({ path: 'lines.jsonl' }, async session => {
      const rows = await readAll(session, await tableOf(session))
      expect(rows.map(r => Object.entries(r).filter(([, v]) => v !== null))).toEqual([
        [
          ['id', '9007199254740993'],
          ['t', 'x'],
          ['n', { a: [1] }],
          ['l', [1, 'b']],
        ],
        [
          ['__proto__', 'p'],
          ['a/b', '~'],
        ],
      ])
      expect(session.spoiled!()).toEqual([{ count: 2, code: 'bad_line', samples: ['2', '4'] }])
    })
  })
  test('one array of objects is read too, and a broken one is refused', async () => {
    write('array.json', '[{"id":1},{"id":2}]')
    expect(await rowsOf({ path: 'array.json' })).toEqual([{ id: '1' }, { id: '2' }])
    write('array.json', '[{"id":1},{"id":')
    expect((await stopped(rowsOf({ path: 'array.json' }))).code).toBe('source.not_readable')
  })
})

describe('parquet', () => {
  beforeAll(async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(`set TimeZone = 'UTC'`)
    await connection.run(`copy (select 9007199254740993 as b, 1.50::decimal(20, 4) as d, 0.1::double as f, 'nan'::double as n, timestamptz '2026-11-21 18:04:11.123456Z' as z, timestamp '2026-03-29 02:30:00' as w,
      date '2026-11-21' as y, true as t, ['a', null] as l, {'x': 1} as s, 'é' as v, null::integer as e, '\\xde\\xad'::blob as o) to '${join(folder, 'typed.parquet')}' (format parquet)`)
    connection.closeSync()
    instance.closeSync()
  })
  test('values are exact', async () => {
    expect(await rowsOf({ path: 'typed.parquet' })).toEqual([
      {
        b: '9007199254740993',
        d: '1.5000',
        f: 0.1,
        n: 'NaN',
        z: '2026-11-21T18:04:11.123456Z',
        w: '2026-03-29T02:30:00',
        y: '2026-11-21',
        t: true,
        l: ['a', null],
        s: { x: 1 },
        v: 'é',
        e: null,
        o: 'dead',
      },
    ])
    expect(await typesOf({ path: 'typed.parquet' })).toMatchObject({
      b: 'number',
      d: 'number',
      z: 'time zoned',
      w: 'time wall',
      y: 'date',
      t: 'boolean',
      l: 'list',
      s: 'json',
      v: 'text',
    })
  })
})

describe('what cannot be read is said', () => {
  test.each<[string, () => Settings, string]>([
    ['nothing there', () => ({ path: 'nowhere.csv' }), 'source.no_file'],
    ['a folder', () => ({ path: 'sub.csv' }), 'source.no_file'],
    ['an unknown ending', () => made('x.docx', 'x'), 'source.unknown_format'],
    ['no Parquet', () => made('fake.parquet', 'id\n1\n'), 'source.not_readable'],
    ['a cut Parquet', () => made('cut.parquet', 'PAR1 and no more'), 'source.not_readable'],
    ['Parquet as CSV', () => made('really.csv', 'PAR1\0\0'), 'source.not_readable'],
    ['binary as CSV', () => made('binary.csv', Buffer.from([1, 0, 2, 0, 3, 10])), 'source.not_readable'],
    ['no names', () => made('nameless.csv', '\nid,b\n1,2\n'), 'source.not_readable'],
    ['nothing in it', () => made('empty.csv', ''), 'source.not_readable'],
    ['the same column twice', () => made('twice.csv', 'id,ID\n1,2\n'), 'source.not_readable'],
    ['not gzipped', () => made('flat.csv.gz', 'id\n1\n'), 'source.not_readable'],
    ['cut gzip', () => made('cut.csv.gz', gzipSync('id\n'.repeat(1000)).subarray(0, 12)), 'source.not_readable'],
    ['JSON of no objects', () => made('scalars.jsonl', '1\n2\n'), 'source.not_readable'],
    [
      'a JSON line without end',
      () => made('long.jsonl', `{"id":1}\n{"id":"${'x'.repeat(bounds.recordCharacters.most + 1)}"}\n`),
      'source.too_large',
    ],
    ['a quote that is never closed', () => made('open.csv', `id,b\n1,x\n2,"open\n${'3,y\n'.repeat(1000)}`), 'source.not_readable'],
    ['lines that end in different ways', () => made('mixed.csv', 'id,b\r\n1,x\n2,y\r\n'), 'source.not_readable'],
    ['a cell without end', () => made('endless.csv', `id,b\n1,${'x'.repeat(bounds.recordCharacters.most + 1)}\n`), 'source.too_large'],
    ['a way out', () => ({ path: '../../../../etc/passwd', format: 'csv' }), 'source.outside'],
    ['an address elsewhere', () => ({ path: '/etc/passwd', format: 'csv' }), 'source.outside'],
    ['a link that leads out', () => ({ path: 'link.csv' }), 'source.outside'],
    ['a folder of a similar name', () => ({ path: '../data2/a.csv' }), 'source.outside'],
  ])('%s', async (_, settings, code) => {
    const failure = await stopped(rowsOf(settings()))
    expect(failure.code).toBe(code)
    expect(`${failure.message} ${failure.why}`).not.toContain(root)
    expect(failure.why).toMatch(/\.$/)
  })
  test('a damaged file is called what it should be, whatever its folder is called', async () => {
    mkdirSync(join(folder, 'json csv'), { recursive: true })
    const failure = await stopped(rowsOf(made('json csv/cut.parquet', 'PAR1 and no more')))
    expect(failure.message).toBe('The file is not correct Parquet')
  })
  test('on the command line a path may lead anywhere', async () => {
    expect(await opened({ path: '../secret.csv' }, async s => readAll(s, await tableOf(s)), { anywhere: true })).toEqual([{ id: '1' }])
  })
  test('a file that changes while it is read', async () => {
    write('moving.csv', `id\n${'1\n'.repeat(5000)}`)
    await opened({ path: 'moving.csv' }, async session => {
      const query = await tableOf(session)
      appendFileSync(join(folder, 'moving.csv'), '2\n')
      expect((await stopped(readAll(session, query))).code).toBe('source.changed')
    })
  })
})

test.each([
  `select * from read_csv('${root}/secret.csv')`,
  `select * from '${root}/secret.csv'`,
  `select * from read_text('/etc/passwd')`,
  `select * from glob('/*')`,
  `select * from read_blob('/etc/passwd')`,
  `copy orders to '${root}/out.csv'`,
  `attach '${root}/x.db' as x`,
  'install httpfs',
  'load httpfs',
  `set enable_external_access = true`,
  `select 1; set lock_configuration = false`,
  `select * from read_parquet('https://127.0.0.1:1/x.parquet')`,
  `create table x as select 1`,
  `export database '${root}/e'`,
  `pragma database_list`,
  `select getenv('PATH')`,
  `with a as (select 1) select * from sniff_csv('/etc/passwd')`,
  `drop view orders`,
])('%j reaches nothing', async sql => {
  expect((await stopped(rowsOf({ path: 'orders.csv' }, { sql }))).code).toMatch(/^source\./)
})

test.each([
  ['select id, at, total from faulty', 'source.bad_query'],
  ['select nothing_like_it from faulty', 'source.no_column'],
  ['select * from elsewhere', 'source.no_table'],
])('a query at fault is not called a faulty file: %s', async (sql, code) => {
  expect((await stopped(rowsOf(made('faulty.csv', 'id,at,total\n1,2,3\n'), { sql }))).code).toBe(code)
})
