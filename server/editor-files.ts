/** The built editor, read into memory once: a request picks from this list, so no path of a request ever meets the disk. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Handler } from 'hono'
import { notFound } from './problems.ts'

interface File {
  type: string
  plain: Uint8Array<ArrayBuffer>
  /** Made when first asked for. */
  gzip(): Uint8Array<ArrayBuffer> | undefined
  /** Its name changes with its content. */
  hashed: boolean
  etag: string
}
export type EditorFiles = ReadonlyMap<string, File>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}
const COMPRESSED = new Set(['.html', '.js', '.css', '.json', '.svg', '.map'])

/** All files of `folder` by their address; empty when nothing was built. */
export function readEditorFiles(folder: string): EditorFiles {
  const files = new Map<string, File>()
  if (!existsSync(folder)) return files
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const ending = extname(entry.name)
    const plain = new Uint8Array(readFileSync(path))
    files.set(`/${relative(folder, path).split(sep).join('/')}`, {
      type: TYPES[ending] ?? 'application/octet-stream',
      plain,
      gzip: COMPRESSED.has(ending) && plain.length > 1024 ? once(() => new Uint8Array(gzipSync(plain))) : () => undefined,
      hashed: /-[\w-]{8,}\.\w+$/.test(entry.name),
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    })
  }
  return files
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Serves the files; any other address that a browser visits gets the editor, which knows its own pages. */
export const serveEditor =
  (files: EditorFiles): Handler =>
  c => {
    const page = files.get('/index.html')
    const wanted = files.get(c.req.path)
    const visit = extname(c.req.path) === '' && /text\/html|\*\/\*|^$/.test(c.req.header('accept') ?? '')
    const file = wanted ?? (visit ? page : undefined)
    if (!file || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) throw notFound('There is nothing at this address')
    c.header('Content-Type', file.type)
    c.header('Cache-Control', file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    c.header('ETag', file.etag)
    c.header('Vary', 'Accept-Encoding')
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304)
    const gzip = (c.req.header('accept-encoding') ?? '').includes('gzip') ? file.gzip() : undefined
    if (gzip) c.header('Content-Encoding', 'gzip')
    return c.body(gzip ?? file.plain)
  }
