import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEditorFiles, serveEditor } from './editor-files.ts'
import { answerFor } from './problems.ts'

const root = mkdtempSync(join(tmpdir(), 'tributary-files-'))
const script = `export const text = '${'x'.repeat(5000)}'`
let app: Hono
beforeAll(() => {
  const folder = join(root, 'editor')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Tributary</title>')
  writeFileSync(join(folder, 'assets', 'main-aB3dE6gH.js'), script)
  writeFileSync(join(root, 'secret.txt'), 'canary')
  symlinkSync(join(root, 'secret.txt'), join(folder, 'linked.txt'))
  app = new Hono()
  app.onError((thrown, c) => c.json(answerFor(thrown).error, answerFor(thrown).status))
  app.all('*', serveEditor(readEditorFiles(folder)))
})
afterAll(() => rmSync(root, { recursive: true }))

describe('the editor', () => {
  it.each(['/', '/flows/abc', '/connections', '/index.html'])('is what %s shows', async path => {
    const answer = await app.request(path)
    expect([answer.status, await answer.text()]).toEqual([200, '<!doctype html><title>Tributary</title>'])
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })
  it('keeps a file whose name changes with its content for ever, compressed for who can read that', async () => {
    const plain = await app.request('/assets/main-aB3dE6gH.js')
    expect(plain.headers.get('cache-control')).toContain('immutable')
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await plain.text()).toBe(script)
    const zipped = await app.request('/assets/main-aB3dE6gH.js', { headers: { 'accept-encoding': 'br, gzip' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString()).toBe(script)
    const again = await app.request('/assets/main-aB3dE6gH.js', { headers: { 'if-none-match': plain.headers.get('etag')! } })
    expect(again.status).toBe(304)
  })
  it.each([
    '/assets/gone-aB3dE6gH.js',
    '/linked.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2f..%2fsecret.txt',
    '/favicon.ico',
  ])('has nothing at %s', async path => {
    const answer = await app.request(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('canary')
  })
  it('takes nothing', async () => {
    expect((await app.request('/', { method: 'POST' })).status).toBe(404)
  })
})
