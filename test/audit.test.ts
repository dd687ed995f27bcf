/** The record: every door through which something is changed leaves one line, and no secret in it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAudit } from '../server/store/audit.ts'
import { openStore } from '../server/store/open.ts'
import { rotateKey } from '../server/upkeep/rotate-key.ts'
import { type Doors, openDoors } from './doors.ts'
import { notDue } from './stand-ins/not-due.ts'

const SECRET = 'EAA-canary-of-the-record'
let doors: Doors
beforeAll(async () => {
  doors = await openDoors({}, { fresh: true })
})
afterAll(() => doors?.close())

interface Line {
  id: number
  what: string
  flow: string | null
  subject: string | null
  actor: string
}
const record = async (query = ''): Promise<{ lines: Line[]; next: number | null }> => (await doors.ask('GET', `/api/audit${query}`)).json
const newest = async () => (await record('?limit=1')).lines[0]
const SAME = { 'sec-fetch-site': 'same-origin' }

it('notes each change once, with its name and the door it came by, and none that was refused or changed nothing', async () => {
  /** Knocks; exactly this line is new in the record, or none. */
  const change = async (line: Partial<Line> | 'nothing', method: string, path: string, body?: unknown, headers = {}) => {
    const before = (await newest())?.id ?? 0
    const answer = await doors.ask(method, path, body, headers)
    const added = (await record()).lines.filter(({ id }) => id > before)
    expect([method, path, added]).toEqual([method, path, line === 'nothing' ? [] : [expect.objectContaining({ actor: 'api', ...line })]])
    return answer
  }
  const fromTemplate = { template: 'purchases-to-both', name: 'Purchases' }
  const { json: flow } = await change({ what: 'flow_created', subject: 'Purchases' }, 'POST', '/api/flows', fromTemplate)
  const at = `/api/flows/${flow.id}`
  // A draft does nothing until it is published.
  const drafted = await change('nothing', 'PUT', at, { document: { ...notDue(flow.document), name: 'Orders' } }, { 'if-match': '"1"' })
  expect(drafted.status).toBe(200)
  const settings: Record<string, unknown> = { meta: { dataset: '1', token: SECRET }, pinterest: { ad_account: '549', token: SECRET } }
  const destinations = flow.document.nodes.filter(({ kind }: { kind: string }) => kind in settings)
  expect(destinations).toHaveLength(2)
  for (const { kind, config } of destinations) {
    const path = `/api/connections/${config.connection}`
    const body = { kind, settings: settings[kind] }
    await change({ what: 'connection_saved', subject: config.connection, actor: 'editor' }, 'PUT', path, body, SAME)
    expect((await change('nothing', 'PUT', path, body)).status).toBe(200)
    expect((await change('nothing', 'DELETE', path)).status).toBe(409)
  }
  await change({ what: 'flow_published', flow: flow.id, subject: 'Orders, version 1' }, 'POST', `${at}/publish`, {})
  // A version says by which door it was published, like the record.
  expect((await doors.ask('GET', `${at}/versions`)).json).toEqual([expect.objectContaining({ version: 1, actor: 'api' })])
  await change({ what: 'flow_paused', flow: flow.id, subject: 'Orders' }, 'POST', `${at}/pause`)
  expect((await change('nothing', 'POST', `${at}/pause`)).status).toBe(200)
  await change({ what: 'flow_resumed', subject: 'Orders', actor: 'editor' }, 'POST', `${at}/resume`, undefined, SAME)
  await change({ what: 'version_restored', subject: 'Orders, version 1' }, 'POST', `${at}/versions/1/restore`)
  const where = { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] }
  await change({ what: 'segment_saved', subject: 'Paid' }, 'PUT', '/api/segments/Paid', { where })
  await change({ what: 'segment_deleted', subject: 'Paid' }, 'DELETE', '/api/segments/Paid')
  const channel = { kind: 'email', name: 'Ann', settings: { to: 'ann@example.com', smtp: `smtps://user:${SECRET}@mail.example.com` } }
  await change({ what: 'channel_saved', subject: 'Ann' }, 'PUT', '/api/alerts/channels/ann', channel)
  await change({ what: 'channel_deleted', subject: 'Ann' }, 'DELETE', '/api/alerts/channels/ann')
  expect((await change('nothing', 'DELETE', '/api/alerts/channels/ann')).status).toBe(404)
  const csv = { 'content-type': 'application/octet-stream' }
  await change({ what: 'upload_saved', subject: 'orders.csv' }, 'PUT', '/api/uploads/orders.csv', 'id\n1\n', csv)
  expect((await change('nothing', 'PUT', '/api/uploads/orders.csv', 'id\n2\n', csv)).status).toBe(409)
  await change({ what: 'upload_deleted', subject: 'orders.csv' }, 'DELETE', '/api/uploads/orders.csv')
  await change({ what: 'flow_deleted', flow: flow.id, subject: 'Orders' }, 'DELETE', at)
  for (const { config } of destinations)
    await change({ what: 'connection_deleted', subject: config.connection }, 'DELETE', `/api/connections/${config.connection}`)
  const { text } = await doors.ask('GET', '/api/audit')
  for (const secret of [SECRET, 'ann@example.com']) expect(text).not.toContain(secret)
})

it('is read page by page, newest first, each line once', async () => {
  const whole = (await record('?limit=500')).lines.map(line => line.id)
  expect(whole).toEqual(whole.toSorted((a, b) => b - a))
  const paged: number[] = []
  for (let next: number | null = Number.MAX_SAFE_INTEGER; next !== null; ) {
    const page = await record(`?limit=3&before=${next}`)
    paged.push(...page.lines.map(line => line.id))
    next = page.next
  }
  expect(paged).toEqual(whole)
  expect((await doors.ask('GET', '/api/audit?limit=0')).status).toBe(400)
})

it('has a line for a new master key, from the command line', async () => {
  const other = await openDoors({}, { fresh: true })
  other.services.store.close()
  rotateKey(other.folder)
  const store = openStore(other.folder, { readonly: true })
  expect(listAudit(store)).toMatchObject([{ what: 'key_rotated', actor: 'command_line' }])
  store.close()
  await other.close().catch(() => {})
})
