import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clockFinding } from '../server/cli/doctor-clock.ts'
import { atLeast } from '../server/cli/doctor-machine.ts'
import { commandLine, files, flow, folder, line, platform, start, TOKEN, tributary } from './command-line.ts'

commandLine()

interface Finding {
  name: string
  ok: boolean
  level: 'ok' | 'note' | 'mend'
  message: string
  fix: string | null
}
/** Runs it and looks at what holds for every answer. */
async function doctor(variables: Record<string, string> = {}): Promise<{ code: number | null; found: Map<string, Finding>; text: string }> {
  const { code, json, out } = await tributary(['doctor', '--json'], { PORT: '0', ...variables })
  const findings: Finding[] = json.findings
  for (const { ok, level, fix } of findings) {
    expect(ok).toBe(level !== 'mend')
    if (level === 'mend') expect(fix).toMatch(/\w/)
  }
  expect(json.ok).toBe(findings.every(({ ok }) => ok))
  expect(code).toBe(json.ok ? 0 : 1)
  expect(out).not.toContain(TOKEN)
  return { code, found: new Map(findings.map(finding => [finding.name, finding])), text: out }
}

it('finds nothing to mend where nothing was started yet, nor after a good run', async () => {
  const before = await doctor()
  expect([before.code, before.found.get('Data folder')?.message]).toEqual([0, expect.stringContaining('does not exist yet')])
  const meta = await platform()
  await tributary(['run', ...files()], meta.variables)
  const { code, found } = await doctor(meta.variables)
  meta.close()
  expect(code).toBe(0)
  expect(found.get('Data folder')?.message).toContain('nobody uses it')
  expect(found.get('Durability')?.message).toMatch(/^journal_mode=wal, synchronous=2:/)
  expect(found.get('Key')).toMatchObject({ level: 'note', fix: expect.stringContaining('copy') })
  expect(found.get('Backup')).toMatchObject({ level: 'note', message: 'there is none yet.' })
  expect(found.get('Requests without outcome')?.message).toBe('none')
  // It looked, and asked nobody anything: no connection is saved here.
  expect([found.has('Clock'), meta.bodies.length]).toEqual([false, 1])
})

it('does not promise a data folder that cannot be made', async () => {
  writeFileSync(join(folder, 'taken'), '')
  const { code, found } = await doctor({ TRIBUTARY_DATA: join(folder, 'taken', 'deep', 'data') })
  expect([code, found.get('Data folder')]).toEqual([
    1,
    expect.objectContaining({ level: 'mend', message: expect.stringMatching(/cannot be made: .*taken is a file\.$/) }),
  ])
})

it('says whether the key was ever copied, and forgets that with a new key', async () => {
  const meta = await platform()
  await tributary(['run', ...files()], meta.variables)
  meta.close()
  const copy = join(folder, 'elsewhere', 'key')
  expect((await tributary(['backup-key', join(folder, 'data', 'copy')])).code).toBe(5)
  expect((await doctor()).found.get('Key')).toMatchObject({ level: 'note', message: expect.stringContaining('never copied') })
  expect((await tributary(['backup-key', copy])).code).toBe(0)
  expect([readFileSync(copy, 'utf8'), statSync(copy).mode & 0o777]).toEqual([readFileSync(join(folder, 'data', 'key'), 'utf8'), 0o600])
  expect((await doctor()).found.get('Key')).toMatchObject({ level: 'ok', message: expect.stringContaining('copied on 20') })
  expect((await tributary(['rotate-key'])).code).toBe(0)
  expect((await doctor()).found.get('Key')).toMatchObject({ level: 'note' })
  // A copy of the former key is worth keeping for former backups: it is not overwritten.
  expect((await tributary(['backup-key', copy])).code).toBe(5)
})

it('says how old the newest backup is, and that one cannot be read', async () => {
  const meta = await platform()
  await tributary(['run', ...files()], meta.variables)
  meta.close()
  const backups = join(folder, 'data', 'backups')
  await tributary(['backup', backups])
  expect((await doctor()).found.get('Backup')).toMatchObject({ level: 'ok', message: 'the newest is 0 h old and sound.' })
  const rotated = await tributary(['rotate-key'])
  expect(rotated.out).toContain('restored with the old key only')
  const former = expect.stringContaining('is sealed with the key from before')
  expect((await doctor()).found.get('Backup')).toMatchObject({ level: 'note', message: former })
  await tributary(['backup', backups])
  expect((await doctor()).found.get('Backup')).toMatchObject({ level: 'ok' })
  const broken = join(backups, `tributary-${new Date().toISOString().replace(/[:.]/g, '-')}.db`)
  writeFileSync(broken, 'no database'.repeat(1000))
  utimesSync(broken, Date.now() / 1000 + 60, Date.now() / 1000 + 60)
  const { code, found } = await doctor()
  expect([code, found.get('Backup')?.message]).toEqual([1, expect.stringContaining('is damaged')])
})

it('beside a running server: who holds the folder, its port, a destination that rests, and a clock that is wrong', {
  timeout: 180_000,
}, async () => {
  const hour = new Date(Date.now() - 3_600_000).toUTCString()
  const meta = await platform((_, __, response) => {
    response.writeHead(401, { 'content-type': 'application/json', date: hour })
    response.end(JSON.stringify({ error: { message: 'expired', type: 'OAuthException', code: 190, error_subcode: 463 } }))
  })
  mkdirSync(join(folder, 'data'))
  files()
  const server = start(['serve'], { ...meta.variables, PORT: '0', TRIBUTARY_DATA: folder })
  const address = await line(server.child, /Tributary is at (http:\S+)/)
  const ask = async (path: string, method: string, body: unknown) => {
    const answer = await fetch(address + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-tributary': '1' },
      body: JSON.stringify(body),
    })
    expect(answer.ok, `${path}: ${answer.status}`).toBe(true)
    // Whatever the API says: what reads it compares it with what is true.
    return (await answer.json()) as any
  }
  await ask('/api/connections/meta-main', 'PUT', { kind: 'meta', settings: { dataset: '1234567890', token: TOKEN } })
  const { id } = await ask('/api/flows', 'POST', { document: flow })
  await ask(`/api/flows/${id}/publish`, 'POST', {})
  const { run } = await ask(`/api/flows/${id}/runs`, 'POST', {})
  await expect
    .poll(async () => ((await (await fetch(`${address}/api/runs/${run}`)).json()) as any).endedAt, { timeout: 60_000 })
    .toEqual(expect.any(String))
  const { code, found } = await doctor({
    ...meta.variables,
    TRIBUTARY_DATA: folder,
    PORT: new URL(address).port,
    TRIBUTARY_EGRESS_ALLOW: '10.0.0.5:8080',
  })
  server.child.kill('SIGTERM')
  await server.ended
  meta.close()
  expect(code).toBe(1)
  expect(found.get('Data folder')?.message).toContain(
    process.platform === 'linux' ? `in use by a running Tributary (process ${server.child.pid})` : 'in use by a running Tributary',
  )
  expect(found.get('Port')?.message).toContain('as it should be')
  expect(found.get('Connection meta-main')).toMatchObject({ level: 'ok' })
  expect(found.get('Flow Orders')).toMatchObject({ level: 'mend', message: expect.stringMatching(/^meta rests\. .* 5 events wait\.$/) })
  expect(found.get('Clock')).toMatchObject({ level: 'mend', message: expect.stringMatching(/^is 3,[56]\d\d s ahead of 127\.0\.0\.1/) })
  expect(found.get('Ways out')?.message).toContain('10.0.0.5:8080')
})

it('says what is held after a restore, and how to choose', { timeout: 180_000 }, async () => {
  const meta = await platform()
  await tributary(['run', ...files()], meta.variables)
  const made = await tributary(['backup', 'kept', '--json'])
  await tributary(['run', ...files({ rows: 9 })], meta.variables)
  await tributary(['restore', made.json.file])
  meta.close()
  const { code, found } = await doctor()
  expect(code).toBe(1)
  expect(found.get('Stream 1')).toMatchObject({
    level: 'mend',
    message: expect.stringContaining('4 events at most'),
    fix: expect.stringContaining('tributary after-restore'),
  })
  await tributary(['after-restore', '--treat-as-sent'])
  expect((await doctor()).code).toBe(0)
})

const NOW = Date.parse('2026-11-25T09:00:00Z')
it.each([
  ['Wed, 25 Nov 2026 09:00:00 GMT', 'ok', 'agrees with graph.test'],
  ['Wed, 25 Nov 2026 08:59:31 GMT', 'ok', 'agrees with graph.test'],
  ['Wed, 25 Nov 2026 08:59:29 GMT', 'mend', 'is 31 s ahead of graph.test.'],
  ['Wed, 25 Nov 2026 10:00:00 GMT', 'mend', 'is 3,600 s behind graph.test.'],
  ['yesterday', 'note', 'graph.test did not say what time it has, so this clock could not be compared.'],
  [undefined, 'note', 'graph.test did not say what time it has, so this clock could not be compared.'],
] as const)('a platform that says %j makes a finding of level %s', (date, level, message) => {
  expect(clockFinding('graph.test', date, NOW)).toMatchObject({ level, message })
})

it.each([
  ['3.51.3', true],
  ['3.51.2', false],
  ['3.9.9', false],
  ['3.52.0', true],
  ['4.0.0', true],
  ['3.51', false],
] as const)('SQLite %s is new enough: %s', (version, enough) => expect(atLeast(version, [3, 51, 3])).toBe(enough))
