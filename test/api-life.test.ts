import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { bounds } from '../runtime/bounds.ts'
import { type Doors, ended, openDoors } from './doors.ts'
import { notDue } from './stand-ins/not-due.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())

const made = async (template: string): Promise<any> => (await doors.ask('POST', '/api/flows', { template })).json
const balanced = ({ tally: { read, ...rest } }: any) =>
  expect(Object.values(rest as Record<string, number>).reduce((a, b) => a + b, 0)).toBe(read)

it('starts with simulated connections and a sample flow', async () => {
  const { json: connections } = await doors.ask('GET', '/api/connections')
  expect(connections.length).toBeGreaterThan(1)
  expect(connections.every((connection: any) => connection.simulated)).toBe(true)
  const { json: flows } = await doors.ask('GET', '/api/flows')
  expect(flows).toMatchObject([{ live: null, lastRun: null, nextRun: null }])
})

describe('a template', () => {
  it('makes a flow that is fit to publish, or names the one thing left to decide', async () => {
    const { json: templates } = await doors.ask('GET', '/api/templates')
    expect(templates.map((template: any) => template.title)).toEqual([
      'Purchases to both, one mapping',
      'Purchases to Meta',
      'Purchases to Pinterest',
      'Leads from a CRM table to Meta',
      'Store sales (offline) to Meta',
      'Refund-aware purchases',
    ])
    for (const { id, title } of templates) {
      const flow = await made(id)
      const { json } = await doors.ask('POST', `/api/flows/${flow.id}/check`, {})
      const faults = json.problems.filter((problem: any) => problem.level === 'must_fix')
      if (title === 'Purchases to Meta') expect(faults.map((fault: any) => fault.node).sort()).toEqual(['map', 'meta'])
      else expect([title, faults]).toEqual([title, []])
    }
  })

  it('is run dry with events to send', async () => {
    const { json: templates } = await doors.ask('GET', '/api/templates')
    for (const { id, title } of templates.filter((template: any) => template.title !== 'Purchases to Meta')) {
      const flow = await made(id)
      const started = await doors.ask('POST', `/api/flows/${flow.id}/runs`, { version: null, dryRun: true })
      const run = await ended(doors, started.json.run)
      for (const path of run.paths) {
        balanced(path)
        expect([title, path.error, path.tally.unsent > 10]).toEqual([title, undefined, true])
      }
    }
  })
})

describe('a draft', () => {
  it('is saved on the revision it was read at, and a clash shows what is there', async () => {
    const flow = await made('purchases-to-both')
    const document = { ...flow.document, name: 'Mine' }
    const path = `/api/flows/${flow.id}`
    expect((await doors.ask('PUT', path, { document })).status).toBe(428)
    const saved = await doors.ask('PUT', path, { document }, { 'if-match': '"1"' })
    expect(saved).toMatchObject({ status: 200, json: { revision: 2 } })
    const clash = await doors.ask('PUT', path, { document: { ...document, name: 'Theirs' } }, { 'if-match': '1' })
    expect(clash).toMatchObject({ status: 409, json: { code: 'save.clash', raw: { revision: 2, document: { name: 'Mine' } } } })
    expect((await doors.ask('GET', path)).json.name).toBe('Mine')
  })

  it('goes out as JSON and YAML and comes back the same, as a draft', async () => {
    const flow = await made('refund-aware-purchases')
    const json = await doors.ask('GET', `/api/flows/${flow.id}/export`)
    const yaml = await doors.ask('GET', `/api/flows/${flow.id}/export?format=yaml`)
    expect(json.headers.get('content-disposition')).toBe('attachment; filename="refund-aware-purchases.json"')
    expect(parse(yaml.text)).toEqual(json.json)
    for (const [body, type] of [
      [json.text, 'application/json'],
      [yaml.text, 'application/yaml'],
      [JSON.stringify({ text: yaml.text }), 'application/json'],
    ] as const) {
      const back = await doors.ask('POST', '/api/flows/import', body, { 'content-type': type })
      expect(back).toMatchObject({ status: 201, json: { live: null, document: flow.document } })
    }
  })

  it.each<[string, (flow: any) => unknown, string]>([
    ['nothing', () => '', 'flow.unreadable'],
    ['no flow', () => ({ hello: 1 }), 'flow.unreadable'],
    ['broken text', () => '{"tributary": 1, canary', 'flow.unreadable'],
    [
      'a kind that is not known',
      flow => ({ ...flow, nodes: [...flow.nodes, { id: 'x', kind: 'shell', config: {} }] }),
      'flow.unknown_kind',
    ],
    ['a loop', flow => ({ ...flow, edges: [...flow.edges.slice(1), { from: 'meta', to: 'orders' }] }), 'flow.cycle'],
    [
      'an address in a setting',
      flow => ({
        ...flow,
        nodes: flow.nodes.map((node: any) =>
          node.id === 'meta' ? { ...node, config: { ...node.config, base_url: 'http://evil' } } : node,
        ),
      }),
      'flow.unknown_setting',
    ],
    ['a secret of another shape', flow => ({ ...flow, token: 'x' }), 'flow.unreadable'],
    [
      'more steps than a flow may have',
      flow => ({ ...flow, nodes: Array.from({ length: bounds.steps.most + 1 }, (_, i) => ({ id: `n${i}`, kind: 'sample', config: {} })) }),
      'flow.unreadable',
    ],
  ])('is not imported from %s', async (_, change, code) => {
    const { document } = await made('purchases-to-both')
    const answer = await doors.ask('POST', '/api/flows/import', change(document), { 'content-type': 'application/json' })
    expect(answer).toMatchObject({ status: 400, json: { code } })
    expect(answer.text).not.toContain('canary')
  })
})

describe('looking', () => {
  it('shows masked rows, and the exact bodies that a run sends', async () => {
    const flow = await made('purchases-to-both')
    const masked = await doors.ask('POST', `/api/flows/${flow.id}/preview`, { rows: 100 })
    const clear = await doors.ask('POST', `/api/flows/${flow.id}/preview`, { rows: 100, values: true })
    const rowsOf = (answer: any) => answer.json.paths[0].nodes.find((node: any) => node.node === 'orders').rows
    const emails = rowsOf(clear)
      .map((row: any) => row.customer_email)
      .filter(Boolean)
    const local = (email: string) => email.trim().split('@')[0]!
    const shownRows = JSON.stringify(masked.json.paths.map((path: any) => path.nodes))
    for (const email of emails) expect(shownRows).not.toContain(local(email).slice(1))
    expect(rowsOf(masked)[1].order_id).toBe(rowsOf(clear)[1].order_id)
    expect(masked.json.paths[0].requests).toEqual(clear.json.paths[0].requests)
  })

  it('sends one test event to the Test inbox, without any connection', async () => {
    const flow = await made('purchases-to-meta')
    const nodes = flow.document.nodes.map((node: any) =>
      node.id === 'map' ? { ...node, config: { fields: { ...node.config.fields, currency: { value: 'EUR' } } } } : node,
    )
    const document = { ...flow.document, nodes }
    const tested = await doors.ask('POST', `/api/flows/${flow.id}/test`, { node: 'meta', document })
    expect(tested).toMatchObject({ status: 200, json: { accepted: true } })
    // The preview names the events to choose from by the key that the test says.
    const { json: seen } = await doors.ask('POST', `/api/flows/${flow.id}/preview`, { document })
    expect(seen.paths[0].fit[0]).toBe(tested.json.key)
    expect(seen.paths[0].fit).toHaveLength(seen.paths[0].nodes.at(-1).rows.length)
    expect(tested.json.checks.length).toBeGreaterThan(5)
    expect(tested.json.checks.filter(({ state, ok }: any) => state === 'broken' || !ok)).toEqual([])
    const { json: inbox } = await doors.ask('GET', '/api/inbox')
    expect(inbox[0]).toMatchObject({ flow: flow.id, node: 'meta', accepted: true })
    for (const { state, ok } of inbox.flatMap(({ findings }: any) => findings)) expect(ok).toBe(state !== 'broken')
    expect(tested.json.body).toContain(JSON.parse(inbox[0].body).event_id)
    expect((await doors.ask('DELETE', '/api/inbox')).status).toBe(204)
    expect((await doors.ask('GET', '/api/inbox')).json).toEqual([])
  })

  it('sends one test event to the platform’s own test mode, asking for the code that it needs', async () => {
    const flow = await made('purchases-to-both')
    const at = `/api/flows/${flow.id}/test`
    expect(await doors.ask('POST', at, { node: 'meta', to: 'platform' })).toMatchObject({ status: 422, json: { code: 'test.no_code' } })
    for (const ask of [
      { node: 'meta', to: 'platform', code: 'TEST123' },
      { node: 'pinterest', to: 'platform' },
    ]) {
      const tested = await doors.ask('POST', at, ask)
      expect(tested).toMatchObject({ status: 200, json: { accepted: true, checks: [] } })
      expect(JSON.parse(tested.json.body).test_event_code).toBe(ask.code)
    }
    expect((await doors.ask('GET', '/api/inbox')).json).toEqual([])
  })

  it('suggests columns for a mapping, personal samples masked', async () => {
    const flow = await made('purchases-to-meta')
    const { json, text } = await doors.ask('POST', `/api/flows/${flow.id}/suggest`, { node: 'map' })
    expect(json.suggestions).toContainEqual(expect.objectContaining({ concept: 'email', column: 'customer_email', sure: true }))
    expect(text).not.toMatch(/[a-z]{3}\.[a-z]+@example/i)
  })

  it('reads files of the data folder that are named as data, and never the key or the database', async () => {
    const { document } = await made('purchases-to-both')
    symlinkSync(join(doors.folder, 'key'), join(doors.folder, 'linked.csv'))
    writeFileSync(join(doors.folder, 'mine.csv'), 'order_id,created_at\nA-1,2026-01-01T00:00:00Z\n')
    writeFileSync(join(doors.folder, 'other.csv'), 'order_id\nB-1\n')
    const look = async (path: string, table: string) => {
      const nodes = [
        { id: 'shop', kind: 'file', config: { path, format: 'csv' } },
        { id: 'orders', kind: 'table', config: { table, key: ['order_id'] } },
      ]
      const drawn = { ...document, nodes: [...nodes, ...document.nodes.slice(2)] }
      return doors.ask('POST', '/api/flows/sample/preview', { document: drawn, values: true })
    }
    const key = readFileSync(join(doors.folder, 'key'), 'utf8').trim()
    for (const path of ['key', './key', 'linked.csv', 'tributary.db', 'instance.lock', '../x.csv', '/etc/passwd', 'key/../key']) {
      const answer = await look(path, 'key')
      expect([path, answer.json.paths[0].error?.code]).toEqual([path, expect.stringMatching(/^source\./)])
      expect(answer.text).not.toContain(key.slice(0, 12))
    }
    for (const sql of [
      `select * from read_text('${doors.folder}/key')`,
      "select * from read_csv('key')",
      `select * from '${doors.folder}/other.csv'`,
      "select * from glob('*')",
    ]) {
      const nodes = [
        { id: 'shop', kind: 'file', config: { path: 'mine.csv' } },
        { id: 'orders', kind: 'sql', config: { sql, key: ['order_id'] } },
        ...document.nodes.slice(2),
      ]
      const answer = await doors.ask('POST', '/api/flows/sample/preview', { document: { ...document, nodes }, values: true })
      expect([sql, answer.json.paths[0].error?.code]).toEqual([sql, expect.stringMatching(/^source\./)])
      expect(answer.text).not.toContain(key.slice(0, 12))
    }
    expect((await look('mine.csv', 'mine')).json.paths[0].nodes[1].rows).toMatchObject([{ order_id: 'A-1' }])
  })

  it('says when a schedule is due, and which part of it is wrong', async () => {
    const good = await doors.ask('POST', '/api/schedule/preview', { cron: '0 6 * * *', timezone: 'Europe/Paris' })
    expect(good.json.next).toHaveLength(5)
    const bad = await doors.ask('POST', '/api/schedule/preview', { cron: '0 25 * * *', timezone: 'Europe/Paris' })
    expect(bad).toMatchObject({ status: 400, json: { code: 'schedule.bad', who: 'cron' } })
    expect(await doors.ask('POST', '/api/schedule/preview', { cron: '0 5 * * *', timezone: 'Mars' })).toMatchObject({
      status: 400,
      json: { who: 'timezone' },
    })
  })

  it('tries a connection', async () => {
    const { json } = await doors.ask('POST', '/api/connections/meta-simulator/test', {})
    expect(json).toMatchObject({ ok: true })
    const unfit = await doors.ask('POST', '/api/connections/meta-simulator/test', { kind: 'meta', settings: { dataset: '' } })
    expect(unfit.json.ok).toBe(false)
  })
})

describe('a published flow', () => {
  const madeToLive = async (): Promise<any> => {
    const { document } = await made('purchases-to-both')
    return (await doors.ask('POST', '/api/flows', { document: notDue(document) })).json
  }
  it('is refused with the problems it has', async () => {
    const flow = await made('purchases-to-meta')
    const answer = await doors.ask('POST', `/api/flows/${flow.id}/publish`, {})
    expect(answer).toMatchObject({ status: 409, json: { code: 'flow.problems', title: 'Fix 2 problems before publishing' } })
    expect((await doors.ask('POST', `/api/flows/${flow.id}/runs`, {})).json.code).toBe('flow.not_live')
  })

  it('is the draft that was looked at: changed meanwhile, it is shown instead of going live', async () => {
    const { id, document } = await madeToLive()
    const at = `/api/flows/${id}`
    const theirs = { ...document, name: 'Theirs' }
    await doors.ask('PUT', at, { document: theirs }, { 'if-match': '1' })
    expect(await doors.ask('POST', `${at}/publish`, {}, { 'if-match': '1' })).toMatchObject({
      status: 409,
      json: { code: 'save.clash', title: 'Somebody else changed this flow meanwhile', raw: { revision: 2, document: theirs } },
    })
    expect((await doors.ask('GET', at)).json.live).toBe(null)
    expect((await doors.ask('POST', `${at}/publish`, {}, { 'if-match': 'x' })).json.code).toBe('request.no_revision')
    expect((await doors.ask('POST', `${at}/publish`, {}, { 'if-match': '"2"' })).status).toBe(200)
  })

  it('runs once for each idempotency key, is explained, paused, changed and put back', async () => {
    const { id, document } = await madeToLive()
    const at = `/api/flows/${id}`
    expect(await doors.ask('POST', `${at}/publish`, { note: 'First' })).toMatchObject({
      status: 200,
      json: { version: 1, live: true, note: 'First' },
    })
    const first = await doors.ask('POST', `${at}/runs`, {}, { 'idempotency-key': 'k1' })
    expect(first.status).toBe(201)
    const run = await ended(doors, first.json.run)
    expect(await doors.ask('POST', `${at}/runs`, {}, { 'idempotency-key': 'k1' })).toMatchObject({ status: 200, json: { run: run.run } })
    for (const path of run.paths) {
      balanced(path)
      expect(path.tally.delivered).toBeGreaterThan(100)
    }
    const again = await ended(doors, (await doors.ask('POST', `${at}/runs`, {})).json.run)
    for (const path of again.paths) expect(path.tally).toMatchObject({ delivered: 0, duplicate: run.paths[0].tally.delivered })

    const events = (await doors.ask('GET', `/api/runs/${run.run}/events`)).json
    expect(events.length).toBe(run.paths.reduce((sum: number, path: any) => sum + path.tally.invalid, 0))
    const [{ node }] = events
    const there = (await doors.ask('GET', `/api/runs/${run.run}/events?node=${node}`)).json
    expect(there).toEqual(events.filter((event: any) => event.node === node))
    expect(there.length).toBeLessThan(events.length)
    const of = async (field: string) => (await doors.ask('GET', `/api/runs/${run.run}/events?field=${field}`)).json
    for (const field of new Set<string | null>(events.map((event: any) => event.field)))
      expect(await of(field ?? '')).toEqual(events.filter((event: any) => event.field === field))
    expect(await of('zip')).toEqual([])
    const page = async (after: number) => (await doors.ask('GET', `/api/runs/${run.run}/events?limit=2&after=${after}`)).json
    expect(await page(0)).toEqual(events.slice(0, 2))
    expect(await page(events[1].id)).toEqual(events.slice(2, 4))
    expect(await page(events.at(-1).id)).toEqual([])
    const csv = (await doors.ask('GET', `/api/runs/${run.run}/events?format=csv`)).text
    expect(csv.split('\r\n')).toHaveLength(events.length + 2)
    const lines = (await doors.ask('GET', `/api/runs/${run.run}/events?format=ndjson`)).text.trim().split('\n')
    expect(lines.map(line => JSON.parse(line))).toEqual(events)

    const explained = (await doors.ask('GET', `${at}/explain?key=${encodeURIComponent(events[0].key)}`)).json
    expect(explained).toMatchObject({ found: true })
    expect(explained.paths[0].problems[0]).toMatchObject({ run: again.run, code: events[0].code })

    expect((await doors.ask('POST', `${at}/pause`, {})).json).toMatchObject({ paused: true, nextRun: null })
    expect((await doors.ask('POST', `${at}/pause`, { paused: false })).json).toMatchObject({ paused: false })
    await doors.ask('POST', `${at}/pause`)
    expect((await doors.ask('POST', `${at}/resume`)).json.paused).toBe(false)

    await doors.ask('PUT', at, { document: { ...document, name: 'Renamed' } }, { 'if-match': '1' })
    expect((await doors.ask('GET', at)).json).toMatchObject({ draftChanges: 1, live: 1 })
    expect((await doors.ask('POST', `${at}/versions/1/restore`, {})).json).toMatchObject({ draftChanges: 0, revision: 3 })
    expect((await doors.ask('GET', `${at}/versions`)).json).toMatchObject([{ version: 1, live: true }])
    expect((await doors.ask('GET', `${at}/versions/1`)).json.document).toEqual(document)
    expect((await doors.ask('DELETE', '/api/connections/meta-simulator')).json.code).toBe('connection.in_use')
    expect((await doors.ask('DELETE', at)).status).toBe(204)
    expect((await doors.ask('GET', `/api/runs/${run.run}`)).status).toBe(404)
  })
})
