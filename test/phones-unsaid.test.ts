/** Telephone numbers without the country's code: said before publishing, mended with one press, and then sent; until then the run says of each row what it went without. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fix, Problem } from '../runtime/contract.ts'
import { type Doors, ended, openDoors } from './doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors({}, { fresh: true })
  mkdirSync(join(doors.folder, 'uploads'), { recursive: true })
})
afterAll(() => doors?.close())

interface Node {
  id: string
  kind: string
  config: Record<string, any>
}
interface Drawing {
  nodes: Node[]
  edges: { from: string; to: string }[]
}
interface Told {
  phones: readonly string[]
  /** One of each row, called `land`. */
  lands?: readonly string[]
  domain?: string
  fields?: object
  hash?: object | null
  zone?: string
}
let number = 0
function drawing({ phones, lands = [], domain = 'example.com', fields = {}, hash = {}, zone = 'UTC' }: Told): Drawing {
  const file = `phones${++number}`
  const rows = phones.map((phone, at) => `A${at};"${phone}";ann${at}@${domain};${lands[at] ?? ''}`)
  writeFileSync(join(doors.folder, `uploads/${file}.csv`), `order_id;phone;email;${lands.length ? 'land' : 'note'}\n${rows.join('\n')}\n`)
  const mapped = {
    event_name: { value: 'Lead' },
    action_source: { value: 'physical_store' },
    event_time: { value: new Date(Date.now() - 3_600_000).toISOString() },
    email: { column: 'email' },
    phone: { column: 'phone' },
    ...fields,
  }
  const steps: Node[] = [
    { id: 'shop', kind: 'file', config: { path: `uploads/${file}.csv` } },
    { id: 'orders', kind: 'table', config: { table: file, key: ['order_id'], timezone: zone } },
    { id: 'map', kind: 'mapping', config: { fields: mapped } },
    ...(hash ? [{ id: 'hash', kind: 'hash', config: hash }] : []),
    { id: 'inbox', kind: 'inbox', config: {} },
  ]
  const edges = steps.slice(1).map((step, at) => ({ from: steps[at]!.id, to: step.id }))
  return { tributary: 1, name: file, nodes: steps, edges } as Drawing
}
async function made(document: Drawing): Promise<string> {
  return (await doors.ask('POST', '/api/flows', { document })).json.id
}
async function found(document: Drawing): Promise<Problem[]> {
  const { json } = await doors.ask('POST', `/api/flows/${await made(document)}/check`, {})
  return (json.problems as Problem[]).filter(({ code }) => code === 'map.phone_country')
}
function pressed(document: Drawing, problem: Problem, { node = problem.node, set }: Fix): Drawing {
  const mended = structuredClone(document)
  let at = mended.nodes.find(({ id }) => id === node)!.config
  for (const key of set.path.slice(0, -1)) at = at[key]
  at[set.path.at(-1)!] = set.value
  return mended
}
/** How many events would leave with a phone. */
async function withPhone(document: Drawing): Promise<number> {
  const { json } = await doors.ask('POST', `/api/flows/${await made(document)}/preview`, { rows: 50 })
  const events = json.paths[0].requests.flatMap(({ body }: { body: string }) => JSON.parse(body).data)
  return events.filter(({ user_data: user }: any) => user.ph?.length).length
}
const german = ['0151 23456789', '0171/3920012', '030 901820', '0049 171 3920013']

describe('numbers without the country’s code', () => {
  it.each<[string, Told, RegExp, string[]]>([
    [
      'nothing but the numbers',
      { phones: german },
      /^3 of 4 phone numbers in "phone" are national.*Nothing says of which/,
      ['Use DE as default'],
    ],
    [
      'one alone',
      { phones: ['06 12 34 56 78', '+33 6 39 98 01 12'] },
      /^1 of 2 phone numbers in "phone" is national/,
      ['Use FR as default'],
    ],
    ['a zone that speaks', { phones: ['06 98765432', '0664 1234567'], zone: 'Europe/Vienna' }, /^2 of 2/, ['Use AT as default']],
    ['addresses that speak', { phones: ['020 7183 8750', '07700 900123'], domain: 'shop.co.uk' }, /^2 of 2/, ['Use GB as default']],
    ['America', { phones: ['(212) 456-7890', '415.555.2671'], fields: { currency: { value: 'USD' } } }, /^2 of 2/, ['Use US as default']],
    [
      'a column that says it',
      { phones: german, lands: german.map(() => 'DE') },
      /Nothing says/,
      ['Take Country from land', 'Use DE as default'],
    ],
    [
      'a column of which one cell is empty',
      { phones: german, lands: ['DE', '', 'DE', ''], fields: { country: { column: 'land' } } },
      /^1 of 4 .*Their rows name no country/,
      ['Use DE as default'],
    ],
    ['no step for hashing', { phones: german, hash: null }, /^3 of 4/, ['Country is DE in all rows']],
  ])('%s: said, with the press, and gone after it', async (_, told, message, labels) => {
    const document = drawing(told)
    const [problem, ...others] = await found(document)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ node: 'map', field: 'phone', level: 'worth_a_look' })
    expect(problem!.message).toMatch(message)
    // Nobody's number stands in a message.
    for (const phone of told.phones) expect(problem!.message).not.toContain(phone)
    expect(problem!.fixes!.slice(0, labels.length).map(({ label }) => label)).toEqual(labels.map(label => expect.stringContaining(label)))
    const before = await withPhone(document)
    for (const fix of problem!.fixes!.slice(0, labels.length)) {
      const mended = pressed(document, problem!, fix)
      expect(await found(mended)).toEqual([])
      expect(await withPhone(mended)).toBe(told.phones.length)
    }
    expect(before).toBeLessThan(told.phones.length)
  })

  it.each<[string, Told]>([
    ['numbers with their code', { phones: ['+49 151 23456789', '0033 6 12 34 56 78'] }],
    ['a default country', { phones: german, hash: { country: 'DE' } }],
    ['a country for all rows', { phones: german, fields: { country: { value: 'DE' } } }],
    ['countries beside them', { phones: german, lands: german.map(() => 'Germany'), fields: { country: { column: 'land' } } }],
    ['digests', { phones: ['a'.repeat(64), 'b'.repeat(64)] }],
    ['no phone', { phones: german, fields: { phone: { column: 'note' } } }],
    ['what is no number at all', { phones: ['n/a', 'call me'] }],
  ])('says nothing of %s', async (_, told) => {
    expect(await found(drawing(told))).toEqual([])
  })

  it('until then each row goes without it, and the run says which and why', async () => {
    const id = await made(drawing({ phones: german }))
    await doors.ask('POST', `/api/flows/${id}/publish`, {})
    const { json } = await doors.ask('POST', `/api/flows/${id}/runs`, {})
    const run: any = await ended(doors, json.run)
    const [path] = run.paths
    expect(path.tally).toMatchObject({ read: 4, delivered: 4 })
    expect(path.reasons.find(({ code }: any) => code === 'phone_without_country')).toMatchObject({
      outcome: 'field_left_out',
      field: 'phone',
      rows: 3,
      samples: ['A0', 'A1', 'A2'],
      message:
        'Phone has no country. It is a national number. Map a country column or set a default country in Hash identity; it is never guessed.',
    })
    const { json: explained } = await doors.ask('GET', `/api/flows/${id}/explain?key=A1`)
    expect(explained.paths[0].steps).toContainEqual(
      expect.objectContaining({ outcome: 'field_left_out', field: 'phone', message: expect.stringMatching(/^Phone has no country\./) }),
    )
  })
})
