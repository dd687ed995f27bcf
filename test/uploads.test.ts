/** Files that people give to the server: whole or not at all, under a safe name, in one folder, and never lost by accident. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { serverBounds } from '../server/bounds.ts'
import { Declined } from '../server/problems.ts'
import { fileSettings, safeName, uploadsIn } from '../server/uploads.ts'
import { type Doors, ended, openDoors } from './doors.ts'
import { zipOf } from './stand-ins/zip.ts'

const BYTES = { 'content-type': 'application/octet-stream', 'x-tributary': '1' }
const CSV = 'id,total\n1,2\n2,3\n'
let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())
const put = (name: string, body: string | Buffer, more = '') =>
  doors.ask('PUT', `/api/uploads/${encodeURIComponent(name)}${more}`, body, BYTES)
const inFolder = () => (existsSync(join(doors.folder, 'uploads')) ? readdirSync(join(doors.folder, 'uploads')) : [])
const flowOf = (path: string) => ({
  tributary: 1,
  name: 'Reads a file',
  nodes: [
    { id: 'shop', kind: 'file', config: { path } },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['id'] } },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'website' },
          event_time: { value: new Date().toISOString() },
          email: { value: 'a@example.com' },
          value: { column: 'total' },
          currency: { value: 'EUR' },
        },
      },
    },
    { id: 'inbox', kind: 'inbox', config: {} },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'map' },
    { from: 'map', to: 'inbox' },
  ],
})

describe('over HTTP', () => {
  it('is kept as it was sent, listed, read by a flow, replaced when told so, and deleted', async () => {
    const kept = await put('orders.csv', CSV)
    expect(kept.json).toMatchObject({ name: 'orders.csv', path: 'uploads/orders.csv', bytes: CSV.length, flows: [] })
    expect(readFileSync(join(doors.folder, 'uploads/orders.csv'), 'utf8')).toBe(CSV)
    const { json: flow } = await doors.ask('POST', '/api/flows', { document: flowOf('uploads/orders.csv') })
    await doors.ask('POST', `/api/flows/${flow.id}/publish`, {})
    const { json: started } = await doors.ask('POST', `/api/flows/${flow.id}/runs`, {})
    expect((await ended(doors, started.run)).paths[0].tally).toMatchObject({ read: 2, delivered: 2 })

    const again = await put('orders.csv', 'id,total\n3,4\n')
    expect(again).toMatchObject({ status: 409, json: { code: 'upload.exists', raw: { flows: [{ name: 'Reads a file' }] } } })
    expect(readFileSync(join(doors.folder, 'uploads/orders.csv'), 'utf8')).toBe(CSV)
    expect((await put('orders.csv', 'id,total\n3,4\n', '?replace=true')).status).toBe(200)

    // The draft reads something else by now: the live version still reads this one.
    const { json: now } = await doors.ask('GET', `/api/flows/${flow.id}`)
    await doors.ask(
      'PUT',
      `/api/flows/${flow.id}`,
      { document: flowOf('other.csv') },
      { 'if-match': String(now.revision), 'content-type': 'application/json' },
    )
    const refused = await doors.ask('DELETE', '/api/uploads/orders.csv')
    expect(refused).toMatchObject({ status: 409, json: { code: 'upload.used' } })
    expect(refused.json.why).toContain('Reads a file')
    expect((await doors.ask('DELETE', '/api/uploads/orders.csv?used=true')).status).toBe(204)
    expect((await doors.ask('DELETE', '/api/uploads/orders.csv')).status).toBe(404)
    expect((await doors.ask('GET', '/api/uploads')).json).toMatchObject({ files: [], most: serverBounds.uploadBytes.most })
  })
  it('is read by a flow that names it as it was called where the flow was drawn, but for a file of the data folder itself', async () => {
    const { json: flow } = await doors.ask('POST', '/api/flows/import', flowOf('./brought.csv'))
    const problems = async () => (await doors.ask('POST', `/api/flows/${flow.id}/check`, {})).json.problems.map((one: any) => one.code)
    expect(await problems()).toContain('source.no_file')
    await put('brought.csv', CSV)
    const { json: now } = await doors.ask('GET', `/api/flows/${flow.id}`)
    const document = flowOf('./brought.csv')
    document.nodes[1]!.config = { table: 'brought', key: ['id'] }
    const headers = { 'if-match': String(now.revision), 'content-type': 'application/json' }
    expect((await doors.ask('PUT', `/api/flows/${flow.id}`, { document }, headers)).status).toBe(200)
    expect(await problems()).not.toContain('source.no_file')
    expect((await doors.ask('POST', `/api/flows/${flow.id}/publish`, {})).status).toBe(200)
    const ran = async () => {
      const { json } = await doors.ask('POST', `/api/flows/${flow.id}/runs`, {})
      return (await ended(doors, json.run)).paths[0].tally
    }
    expect(await ran()).toMatchObject({ read: 2, delivered: 2 })
    expect((await doors.ask('DELETE', '/api/uploads/brought.csv')).json).toMatchObject({ code: 'upload.used' })

    writeFileSync(join(doors.folder, 'brought.csv'), 'id,total\n1,2\n7,2\n8,2\n')
    expect(await ran()).toMatchObject({ read: 3, delivered: 2, duplicate: 1 })
    expect((await doors.ask('DELETE', '/api/uploads/brought.csv')).status).toBe(204)
  })
  it('may be zipped, and is then read by a flow as what is in it', async () => {
    expect((await put('orders.zip', zipOf({ name: 'export.csv', content: CSV }))).json).toMatchObject({ path: 'uploads/orders.zip' })
    const { json: flow } = await doors.ask('POST', '/api/flows', { document: flowOf('uploads/orders.zip') })
    await doors.ask('POST', `/api/flows/${flow.id}/publish`, {})
    const { json: started } = await doors.ask('POST', `/api/flows/${flow.id}/runs`, {})
    expect((await ended(doors, started.run)).paths[0].tally).toMatchObject({ read: 2, delivered: 2 })
  })
  it('of which the connection is cut leaves nothing', async () => {
    const cut = request(`${doors.url}/api/uploads/cut.csv`, { method: 'PUT', headers: { ...BYTES, 'content-length': '1000' } })
    cut.on('error', () => {})
    cut.write(CSV)
    await until(() => inFolder().some(name => name.startsWith('.half-')))
    cut.destroy()
    await until(() => !inFolder().some(name => name.startsWith('.half-')))
    expect(inFolder()).not.toContain('cut.csv')
  })
  it.each<[string, string]>([
    ['../../../etc/o.csv', 'o.csv'],
    ['..\\..\\o.csv', 'o.csv'],
    ['\\\\host\\share\\o.csv', 'o.csv'],
    ['.hidden.csv', 'hidden.csv'],
    ['nul.csv', '_nul.csv'],
    ['a\0b\n<c>.csv', 'a-b-c-.csv'],
    ['Commandes d’été 2026.csv.gz', 'Commandes d’été 2026.csv.gz'],
  ])('%j is kept as %j', async (given, name) => {
    expect((await put(given, CSV, '?replace=true')).json.name).toBe(name)
    expect(inFolder()).toContain(name)
    expect((await doors.ask('DELETE', `/api/uploads/${encodeURIComponent(name)}`)).status).toBe(204)
  })
  it.each(['orders.xlsx', 'Commandes.XLS', 'ventes.ods', 'ventes.numbers'])('%j is told how it becomes a file that is read', async name => {
    expect((await put(name, CSV)).json).toMatchObject({
      code: 'upload.unknown_format',
      why: 'It is a spreadsheet. Open it, save it as CSV, and choose that file.',
    })
  })
  it.each(['tributary.db', 'run.sh', 'page.html', 'csv', '.csv', '...', 'x.csv.exe', 'secret.key'])('%j is not taken', async name => {
    const before = inFolder()
    expect((await put(name, CSV)).json.code).toBe('upload.unknown_format')
    expect(inFolder()).toEqual(before)
  })
  it('deleting leads nowhere else', async () => {
    writeFileSync(join(doors.folder, 'beside.csv'), CSV)
    for (const name of ['../beside.csv', '..%2fbeside.csv', '..', '.', '/etc/passwd'])
      expect((await doors.ask('DELETE', `/api/uploads/${encodeURIComponent(name)}`)).status).toBe(404)
    expect(existsSync(join(doors.folder, 'beside.csv'))).toBe(true)
  })
})

describe('the folder', () => {
  const made: string[] = []
  const data = () => {
    made.push(mkdtempSync(join(tmpdir(), 'tributary-uploads-')))
    return made.at(-1)!
  }
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true })
  })
  async function* parts(...sizes: number[]) {
    for (const size of sizes) yield new Uint8Array(size)
  }
  const codeOf = async (work: Promise<unknown>) =>
    work.then(
      () => 'kept',
      cause => (cause instanceof Declined ? `${cause.status} ${cause.error.code}` : String(cause)),
    )
  it.each<[string, Parameters<typeof uploadsIn>[1], number[], number | undefined, string]>([
    ['too large as declared', { most: 10 }, [5], 11, '413 upload.too_large'],
    ['too large as it comes', { most: 10 }, [5, 5, 1], undefined, '413 upload.too_large'],
    ['too large by one byte, by the bound that holds', {}, [5], serverBounds.uploadBytes.most + 1, '413 upload.too_large'],
    ['as large as it may be by that, and cut short', {}, [5], serverBounds.uploadBytes.most, '400 upload.cut'],
    ['just not too large', { most: 10 }, [5, 5], 10, 'kept'],
    ['shorter than declared', {}, [5], 6, '400 upload.cut'],
    ['no room from the start', { free: async () => 1 }, [5], 5, '507 upload.disk_full'],
    ['no room on the way', { free: filling() }, [40 * 1024 ** 2, 5], undefined, '507 upload.disk_full'],
    ['of no bytes', {}, [], 0, 'kept'],
  ])('%s: %s', async (_, options, sizes, declared, expected) => {
    const folder = data()
    expect(await codeOf(uploadsIn(folder, options).keep('a.csv', parts(...sizes), { declared, replace: false }))).toBe(expected)
    expect(readdirSync(join(folder, 'uploads'))).toEqual(expected === 'kept' ? ['a.csv'] : [])
  })
  it('is made by the first file, swept of halves when the server starts, and may not be a link', async () => {
    const folder = data()
    expect(await uploadsIn(folder).list()).toEqual([])
    expect(readdirSync(folder)).toEqual([])
    mkdirSync(join(folder, 'uploads'))
    writeFileSync(join(folder, 'uploads/.half-1'), 'x')
    expect(await uploadsIn(folder).list()).toEqual([])
    expect(readdirSync(join(folder, 'uploads'))).toEqual([])
    const linked = data()
    symlinkSync(folder, join(linked, 'uploads'))
    expect(await codeOf(uploadsIn(linked).list())).toBe('409 upload.folder')
  })
  it('of two files of one name at the same time one is kept, whole', async () => {
    const uploads = uploadsIn(data())
    const both = await Promise.all([3, 4].map(size => codeOf(uploads.keep('a.csv', parts(size), { declared: size, replace: true }))))
    expect(both).toEqual(['kept', 'kept'])
    expect([3, 4]).toContain((await uploads.list())[0]!.bytes)
  })
  it('of several of one name at the same time, none of which may replace another, one is kept', async () => {
    const uploads = uploadsIn(data())
    const sizes = [3, 4, 5, 6]
    const all = await Promise.all(sizes.map(size => codeOf(uploads.keep('a.csv', parts(size), { declared: size, replace: false }))))
    expect(all.toSorted()).toEqual([...Array(3).fill('409 upload.exists'), 'kept'])
    expect((await uploads.list()).map(({ bytes }) => bytes)).toEqual([sizes[all.indexOf('kept')]])
  })
})

/** What means something to a system, a shell or a screen, and letters of one to four bytes. */
const SIGNS = [
  'a',
  'é',
  '漢',
  '😀',
  '\ud800',
  '\0',
  '\n',
  '\x1b',
  '\u202e',
  '\u200b',
  '/',
  '\\',
  '.',
  ' ',
  ':',
  '*',
  '%',
  '-',
  'nul',
  '.csv',
  '.gz',
]
it('any name is refused or safe', () => {
  const { endings } = fileSettings(kinds)
  expect(endings).toContain('csv')
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 120 }),
      fc.constantFrom('.csv', '.jsonl.gz', '.PARQUET', ''),
      (start, end) => {
        let name: string
        try {
          name = safeName(start + end, endings)
        } catch (cause) {
          expect(cause).toBeInstanceOf(Declined)
          return
        }
        expect(name).not.toMatch(/[\\/\p{C}<>:"|?*%]|^\.|[. ]$/u)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        expect(safeName(name, endings)).toBe(name)
      },
    ),
    { numRuns: 100 },
  )
})

/** Room at first, none when looked at again. */
function filling(): () => Promise<number> {
  let looks = 0
  return async () => (looks++ === 0 ? 1024 ** 4 : 0)
}
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 10))
}
