/** Files for flows to read, given through the browser. */
import { createRoute, z } from '@hono/zod-openapi'
import { type Upload, Upload as UploadBody, Uploads } from '../api/uploads.ts'
import { actorOf } from '../guard.ts'
import { type App, json, problems } from '../openapi.ts'
import { Declined } from '../problems.ts'
import type { Services } from '../services.ts'
import { recorded } from '../store/audit.ts'
import { getVersion, listFlows } from '../store/flows.ts'
import type { Actor } from '../store/tables.ts'
import { fileSettings, reads, type StoredUpload, safeName, UPLOAD_BYTES, uploadsIn } from '../uploads.ts'

const tags = ['Files']
const Name = z.object({ name: z.string().min(1).max(1000) })
const flag = z.enum(['true', 'false']).default('false')
const list = createRoute({
  method: 'get',
  path: '/api/uploads',
  tags,
  summary: 'Uploaded files, newest first, with the flows that read them.',
  responses: { 200: json(Uploads, 'Files'), ...problems },
})
const put = createRoute({
  method: 'put',
  path: '/api/uploads/{name}',
  tags,
  summary: 'Takes a file, sent as it is.',
  description:
    'Never seen half-written. The answer has the name it got: what is unsafe in a name is replaced. A taken name is refused (409, with the flows that read the file) unless `replace=true`.',
  request: {
    params: Name,
    query: z.object({ replace: flag }),
    body: { required: true, content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } } },
  },
  responses: { 200: json(UploadBody, 'The file as it is kept'), ...problems },
})
const remove = createRoute({
  method: 'delete',
  path: '/api/uploads/{name}',
  tags,
  summary: 'Deletes an uploaded file.',
  description: 'Refused while a flow reads it (409, with the flows), unless `used=true`.',
  request: { params: Name, query: z.object({ used: flag }) },
  responses: { 204: { description: 'Deleted' }, ...problems },
})

export function uploadRoutes(app: App, { env, kinds, store, feed, log, shapes }: Services): void {
  const uploads = uploadsIn(env.data)
  const { settings, endings } = fileSettings(kinds)
  /** Drafts and live versions alike: a schedule reads what was published. */
  const readersOf = (file: string) =>
    listFlows(store)
      .filter(({ id, document, live }) =>
        [document, ...(live === null ? [] : [getVersion(store, id, live).document])].some(({ nodes }) =>
          nodes.some(({ kind, config }) => settings.get(kind)?.some(name => reads(config[name], file, env.data))),
        ),
      )
      .map(({ id, name }) => ({ id, name }))
  const shown = ({ at, ...file }: StoredUpload): Upload => ({ ...file, at: new Date(at).toISOString(), flows: readersOf(file.name) })
  const told = (what: string, bytes: number) => {
    // The name may be a person's: the log has what happened, the list has the name.
    log.info({ what, bytes }, 'uploaded files changed')
    shapes.forget()
    feed.publish('uploads.changed', [], {})
  }

  /** After the act: a file is not in the database. */
  const noted = (what: 'upload_saved' | 'upload_deleted', subject: string, actor: Actor) =>
    recorded(store, { what, subject, actor }, () => {})

  app.openapi(list, async c => c.json({ files: (await uploads.list()).map(shown), endings: [...endings], most: UPLOAD_BYTES }, 200))
  app.openapi(put, async c => {
    const name = safeName(c.req.valid('param').name, endings)
    const declared = c.req.header('content-length')
    const replace = c.req.valid('query').replace === 'true'
    const body = c.req.raw.body ?? new Blob([]).stream()
    try {
      const kept = await uploads.keep(name, body, { declared: declared === undefined ? undefined : Number(declared), replace })
      noted('upload_saved', kept.name, actorOf(c))
      told(replace ? 'kept or replaced' : 'kept', kept.bytes)
      return c.json(shown(kept), 200)
    } catch (cause) {
      if (!(cause instanceof Declined) || cause.error.code !== 'upload.exists') throw cause
      throw used(cause.error.code, cause.error.title, cause.error.why, readersOf(name), name)
    }
  })
  app.openapi(remove, async c => {
    const { name } = c.req.valid('param')
    const found = (await uploads.list()).find(file => file.name === name)
    const flows = found ? readersOf(found.name) : []
    if (flows.length && c.req.valid('query').used !== 'true')
      throw used('upload.used', 'Flows read this file', 'They stop when it is gone.', flows, name)
    await uploads.remove(found?.name ?? '')
    if (found) noted('upload_deleted', found.name, actorOf(c))
    told('deleted', found?.bytes ?? 0)
    return c.body(null, 204)
  })
}

function used(code: string, title: string, why: string, flows: Upload['flows'], name: string): Declined {
  const readers = flows.length ? ` Read by: ${flows.map(flow => flow.name).join(', ')}.` : ''
  return new Declined(409, code, title, `${why}${readers}`, { who: name, raw: { flows } })
}
