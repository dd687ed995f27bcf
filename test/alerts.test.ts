import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, openDoors } from './doors.ts'
import { type MailServer, mailServer } from './stand-ins/mail.ts'

let mail: MailServer
let doors: Doors
let hookAt: string
const posted: any[] = []
/** The webhook sends whoever asks there. */
let moved: string | undefined
const hook = createServer((request, response) => {
  let body = ''
  request.on('data', chunk => {
    body += chunk
  })
  request.on('end', () => {
    posted.push({ type: request.headers['content-type'], ...JSON.parse(body) })
    if (moved) response.writeHead(307, { location: moved })
    response.end('ok')
  })
})
beforeAll(async () => {
  mail = await mailServer()
  await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve))
  hookAt = `127.0.0.1:${(hook.address() as AddressInfo).port}`
  doors = await openDoors({ TRIBUTARY_EGRESS_ALLOW: `${mail.place},${hookAt}`, TRIBUTARY_URL: 'https://tributary.example' })
})
afterAll(async () => {
  await doors.close()
  await mail.close()
  hook.close()
  hook.closeAllConnections()
})
const put = (id: string, kind: string, settings: Record<string, string>) =>
  doors.ask('PUT', `/api/alerts/channels/${id}`, { kind, name: id, settings })

it('a person adds a channel, tries it, and sees nothing secret of it again', async () => {
  const email = await put('team', 'email', {
    smtp: `smtp://${mail.place}`,
    to: 'ann@example.com, bob@example.com',
    from: 'alerts@example.com',
  })
  expect(email.json).toMatchObject({
    kind: 'email',
    place: `ann@example.com, bob@example.com by ${mail.place}`,
    fixed: false,
    failed: null,
  })
  const secret = `http://${hookAt}/services/T000/B000/canarySecret`
  expect((await put('slack', 'address', { url: secret })).json).toMatchObject({ place: hookAt })
  for (const id of ['team', 'slack']) expect((await doors.ask('POST', `/api/alerts/channels/${id}/test`)).json).toMatchObject({ ok: true })
  expect(mail.letters).toHaveLength(1)
  expect(mail.letters[0]).toMatchObject({ from: 'alerts@example.com', to: ['ann@example.com', 'bob@example.com'] })
  expect(mail.letters[0]!.text).toMatch(/^Subject: Test: Alerts of this Tributary arrive here$/m)
  expect(posted.pop()).toMatchObject({
    type: 'application/json',
    event: 'test',
    text: expect.stringContaining('Alerts of this Tributary'),
    link: 'https://tributary.example',
  })
  const { text } = await doors.ask('GET', '/api/alerts')
  expect(text).not.toContain('canarySecret')
  expect(doors.log()).not.toContain('canarySecret')
})

it('what begins and what is over arrives by email and by webhook, with its page', async () => {
  mail.letters.length = 0
  posted.length = 0
  const { store } = doors.services
  store.sql.exec(
    "insert into rewound (stream, flow, why, noticed, events) values ('f' || char(10) || 'm' || char(10) || 'k' || char(10) || '1', 'f', 'went_back', 0, 412)",
  )
  await doors.services.alerts.beat()
  await doors.services.alerts.beat()
  const { json } = await doors.ask('GET', '/api/alerts')
  expect(json.open).toContainEqual(expect.objectContaining({ scope: 'server', code: 'put_back' }))
  const told = (event: string) => posted.filter(each => each.event === event && each.incident.code === 'put_back')
  expect(told('opened')).toHaveLength(1)
  expect(told('opened')[0].blocks[0].text.text).toContain('412 events at most')
  expect(mail.letters.filter(({ text }) => text.includes('nothing is sent before you choose'))).toHaveLength(1)
  store.sql.exec("update rewound set choice = 'send_again'")
  await doors.services.alerts.beat()
  await doors.services.alerts.beat()
  expect(told('recovered')).toHaveLength(1)
  expect(mail.letters.at(-1)!.text).toContain('Subject: Over: The database was put back')
})

it('a mail server that refuses is said, without its words', async () => {
  mail.refuse.with = '550 no such user ann@example.com'
  const { json } = await doors.ask('POST', '/api/alerts/channels/team/test')
  mail.refuse.with = undefined
  expect(json).toEqual({ ok: false, message: 'The mail server did not take the message (550).' })
})

it('a mail server that refuses one of two is said, and who has the letter gets it no second time', async () => {
  mail.letters.length = 0
  Object.assign(mail.refuse, { with: '550 no such user bob@example.com', only: 'bob@example.com' })
  const { services } = doors
  const amiss = services.store.sql.prepare('update rewound set choice = ?')
  services.store.sql.prepare("update incident set closed = 1, opened = 1 where code = 'put_back'").run()
  amiss.run(null)
  for (let i = 0; i < 3; i++) await services.alerts.beat()
  amiss.run('send_again')
  expect(mail.letters.map(({ to }) => to)).toEqual([['ann@example.com']])
  expect((await doors.ask('POST', '/api/alerts/channels/team/test')).json).toEqual({
    ok: false,
    message: 'The mail server refused 1 of 2 recipients (550).',
  })
  const { json } = await doors.ask('GET', '/api/alerts')
  expect(json.channels.find(({ id }: { id: string }) => id === 'team').failed).toBe('The mail server refused 1 of 2 recipients (550).')
  Object.assign(mail.refuse, { with: undefined, only: undefined })
})

it('a webhook that sends elsewhere is not followed inside', async () => {
  let inside = 0
  const listener = createServer((_, response) => {
    inside++
    response.end()
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  moved = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`
  const { json } = await doors.ask('POST', '/api/alerts/channels/slack/test')
  moved = undefined
  listener.close()
  expect(json).toEqual({ ok: false, message: 'The address answered 307.' })
  expect(inside).toBe(0)
})

it('a channel is removed, and hears nothing more', async () => {
  expect((await doors.ask('DELETE', '/api/alerts/channels/slack')).status).toBe(204)
  expect((await doors.ask('DELETE', '/api/alerts/channels/slack')).status).toBe(404)
})

it.each([
  ['address', { url: 'ftp://example.com' }],
  ['address', {}],
  ['email', { smtp: 'mail.example.com', to: 'ann@example.com' }],
  ['email', { smtp: 'smtps://mail.example.com', to: 'ann' }],
  ['email', { smtp: 'smtps://mail.example.com', to: 'ann@example.com\r\nBcc: everybody@example.com' }],
])('%s %j is refused before it is saved', async (kind, settings) => {
  expect((await put('bad', kind, settings)).status).toBe(400)
})

it.each([
  ['address', { url: 'http://127.0.0.1:1/' }],
  ['address', { url: 'https://169.254.169.254/latest' }],
  ['email', { smtp: 'smtp://127.0.0.1:25', to: 'ann@example.com' }],
  ['email', { smtp: 'smtp://localhost:25', to: 'ann@example.com' }],
])('%s to %j reaches nothing inside', async (kind, settings) => {
  await put('inside', kind, settings)
  const { json } = await doors.ask('POST', '/api/alerts/channels/inside/test')
  expect(json.ok).toBe(false)
  expect(json.message).toContain('may not be reached from here')
})
