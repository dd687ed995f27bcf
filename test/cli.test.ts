import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accept, commandLine, files, flow, folder, platform, start, stopGently, TOKEN, tributary } from './command-line.ts'

commandLine()

describe('a run', () => {
  it('sends, settles with 0, and a second one finds everything sent before', async () => {
    const meta = await platform()
    const args = ['run', ...files(), '--json']
    const first = await tributary(args, meta.variables)
    expect(first).toMatchObject({ code: 0, json: { flow: 'Orders', state: 'succeeded' } })
    expect(Object.keys(first.json)).toEqual(['flow', 'run', 'state', 'paths'])
    expect(first.json.paths[0]).toMatchObject({
      destination: 'meta',
      requests: 1,
      tally: { read: 5, delivered: 5, duplicate: 0, unsent: 0 },
    })
    const second = await tributary(args, meta.variables)
    expect(second).toMatchObject({ code: 0, json: { paths: [{ requests: 0, tally: { read: 5, delivered: 0, duplicate: 5 } }] } })
    expect(meta.bodies).toHaveLength(1)
    meta.close()
  })

  it('says in words what happened, and ends with 2 when a row was held back', async () => {
    const meta = await platform()
    const { code, out } = await tributary(['run', ...files({ rows: 4, thin: 1 })], meta.variables)
    meta.close()
    expect(code).toBe(2)
    expect(out).toContain('4 rows in. 0 left out. 1 held back. 3 sent: 3 accepted, 0 rejected.')
    expect(out).toMatch(/1 +held back +meta\.user_too_thin/)
  })

  it('sends nothing when it is dry, and remembers nothing', async () => {
    const meta = await platform()
    const dry = await tributary(['run', ...files(), '--dry-run', '--json'], meta.variables)
    expect(dry).toMatchObject({ code: 0, json: { paths: [{ requests: 0, tally: { read: 5, unsent: 5 } }] } })
    expect(meta.bodies).toEqual([])
    const real = await tributary(['run', ...files(), '--limit', '2', '--json'], meta.variables)
    meta.close()
    expect(real.json.paths[0].tally).toMatchObject({ read: 2, delivered: 2 })
  })

  it('says how a file is read, and which of its lines are no rows, before anything is sent', async () => {
    const args = files({ rows: 2 })
    const at = new Date(Date.now() - 3_600_000).toISOString()
    writeFileSync(
      join(folder, 'orders.csv'),
      `order_id;ordered_at;email;amount;status\nA-1;${at};a@example.com;10,50;paid\nA-2;too short\n`,
    )
    const checked = await tributary(['check', ...args], { META_TOKEN: TOKEN })
    expect(checked.out).toContain('as read  shop: Columns are parted by semicolons (found in the file).')
    expect(checked.out).toContain('as read  shop: 12,50 is a number in amount (found in the file).')
    const shown = await tributary(['preview', ...args, '--json'], { META_TOKEN: TOKEN })
    expect(shown.json.paths[0].nodes[0]).toMatchObject({
      node: 'shop',
      in: 2,
      out: 1,
      results: [{ key: 'line 3', outcome: 'invalid', code: 'bad_line' }],
    })
    expect(shown.json.paths[0].nodes[1]).toMatchObject({ node: 'orders', in: 1, out: 1, results: [] })
    expect((await tributary(['preview', ...args], { META_TOKEN: TOKEN })).out).toContain(
      'line 3  bad_line  A line of the file could not be read.',
    )
  })

  it('sends the very bytes that a preview shows', async () => {
    const meta = await platform()
    const args = files({ rows: 7 })
    const preview = await tributary(['preview', ...args, '--json'], meta.variables)
    expect(meta.bodies).toEqual([])
    await tributary(['run', ...args], meta.variables)
    meta.close()
    expect(preview.json.paths[0].requests).toHaveLength(1)
    expect(preview.json.paths[0].requests[0].body).toBe(meta.bodies[0])
    expect(preview.json.paths[0].requests[0].url).toContain(meta.variables.META_BASE_URL)
  })

  it('fails with 1 when the platform does not know the token, and keeps the rows', async () => {
    const meta = await platform((_, __, response) => {
      response.statusCode = 401
      response.end(JSON.stringify({ error: { message: `Bad token ${TOKEN}`, type: 'OAuthException', code: 190, fbtrace_id: 'T' } }))
    })
    const refused = await tributary(['run', ...files(), '--json'], meta.variables)
    meta.close()
    expect(refused).toMatchObject({ code: 1, json: { state: 'failed', paths: [{ tally: { read: 5, delivered: 0, unsent: 5 } }] } })
    const open = await platform()
    expect((await tributary(['run', ...files(), '--json'], open.variables)).json.paths[0].tally.delivered).toBe(5)
    open.close()
  })

  it('takes a flow in YAML', async () => {
    const meta = await platform()
    const args = files()
    const lines = ['tributary: 1', 'name: Orders', `nodes: ${JSON.stringify(flow.nodes)}`, `edges: ${JSON.stringify(flow.edges)}`]
    writeFileSync(join(folder, 'flow.yaml'), lines.join('\n'))
    const { code } = await tributary(['run', 'flow.yaml', ...args.slice(1)], meta.variables)
    meta.close()
    expect(code).toBe(0)
  })

  it('stops gently at the first signal and cuts at the second', async () => {
    const meta = await platform((_, __, response) => void response.writeHead(200))
    const { child, ended } = start(['run', ...files(), '--json'], meta.variables)
    await expect.poll(() => meta.bodies.length).toBe(1)
    await stopGently(child)
    expect(child.exitCode).toBe(null)
    child.kill('SIGINT')
    const { code, json } = await ended
    meta.close()
    expect(code).toBe(1)
    expect(json).toMatchObject({ state: 'stopped' })
  })

  it('never shows the token or an address of a person', async () => {
    const answers: Parameters<typeof platform>[0][] = [
      accept,
      (_, __, response) => void response.destroy(),
      (_, body, response) =>
        void response.writeHead(400).end(JSON.stringify({ error: { message: `Invalid ${body}`, code: 100, error_subcode: 2804050 } })),
      (_, body, response) => void response.writeHead(500).end(`<html>${body}`),
    ]
    const args = files()
    const attempts = answers.map(async (answer, i) => {
      const meta = await platform(answer)
      const { child, ended } = start(['run', ...args, '--data', join(folder, `data-${i}`)], { ...meta.variables, LOG_LEVEL: 'trace' })
      const patience = setTimeout(() => child.kill('SIGTERM'), 2_000)
      const { out, err } = await ended
      clearTimeout(patience)
      meta.close()
      return out + err
    })
    const said = await Promise.all(attempts)
    for (const text of said) {
      expect(text).not.toContain(TOKEN)
      expect(text).not.toMatch(/ann\d@example/)
    }
  })
})

describe('a problem of set-up ends with 5 and one clear line', () => {
  it.each<[string, () => string[], Record<string, string>, RegExp]>([
    ['no command', () => [], {}, /A command is missing/],
    ['an unknown command', () => ['fly'], {}, /There is no command "fly"/],
    ['an unknown flag', () => ['run', ...files(), '--fast'], {}, /--fast/],
    ['a flag of another command', () => ['run', ...files(), '--rows', '3'], {}, /takes no --rows/],
    ['no flow', () => ['run'], {}, /takes FLOW/],
    ['a flow that is not there', () => ['run', 'none.json'], {}, /does not exist/],
    ['a flow that is no flow', () => ['run', files({ document: { tributary: 2 } })[0]!], {}, /is not a flow|It is not a flow/],
    ['a limit of nothing', () => ['run', ...files(), '--limit', '0'], {}, /--limit must be/],
    ['a variable that is not set', () => ['run', ...files()], {}, /META_TOKEN is not set/],
    ['a connection nobody knows', () => ['check', files()[0]!], {}, /^$/],
    ['a key that is none', () => ['run', ...files()], { META_TOKEN: TOKEN, TRIBUTARY_KEY: 'abc' }, /TRIBUTARY_KEY/],
    ['an address that is none', () => ['run', ...files()], { META_TOKEN: TOKEN, META_BASE_URL: 'ftp://x' }, /META_BASE_URL/],
    ['a port that is none', () => ['serve'], { PORT: '99999' }, /PORT/],
    ['a server that others reach and nobody owns', () => ['serve'], { HOST: '0.0.0.0', PORT: '0' }, /TRIBUTARY_OWNER_TOKEN/],
    ['another database', () => ['serve'], { TRIBUTARY_DATABASE_URL: 'postgres://x' }, /TRIBUTARY_DATABASE_URL/],
    ['explain without a key', () => ['explain', ...files()], { META_TOKEN: TOKEN }, /--key/],
  ])('%s', async (_, args, variables, says) => {
    const { code, out, err } = await tributary(args(), variables)
    expect(code).toBe(5)
    if (says.source !== '^$') expect(out).toBe('')
    expect(err).toMatch(says)
    expect(err).not.toMatch(/\n {4}at |node_modules/)
    expect(err).not.toContain(TOKEN)
  })
})

it('explains one row, and what is remembered of it', async () => {
  const meta = await platform()
  const args = files({ rows: 3, thin: 1 })
  await tributary(['run', ...args], meta.variables)
  const sent = await tributary(['explain', ...args, '--key', 'A-2', '--json'], meta.variables)
  expect(sent).toMatchObject({ code: 0, json: { found: true, paths: [{ ledger: { state: 'delivered' } }] } })
  const held = await tributary(['explain', ...args, '--key', 'A-0', '--json'], meta.variables)
  expect(held.json.paths[0].steps.at(-1)).toMatchObject({ node: 'meta', outcome: 'invalid', code: 'meta.user_too_thin' })
  expect(held.json.paths[0].ledger).toBe(null)
  expect((await tributary(['explain', ...args, '--key', 'none'], meta.variables)).code).toBe(1)
  meta.close()
})

it('prints its schema, its help and its version', async () => {
  expect((await tributary(['schema'])).json.properties).toHaveProperty('nodes')
  expect((await tributary(['--help'])).out).toContain('Usage: tributary')
  expect((await tributary(['--version'])).out).toMatch(/^tributary \d+\.\d+\.\d+\n$/)
})
