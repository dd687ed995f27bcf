/** Segments: conditions that are saved under a name and used in several flows. */
import { createRoute, z } from '@hono/zod-openapi'
import { Conditions, SegmentName, spelledOut } from '../../runtime/conditions/tree.ts'
import { words } from '../../runtime/conditions/words.ts'
import { RenameSegment, SaveSegment, Segment, SegmentChange } from '../api/segments.ts'
import { usersOf } from '../flows/segments.ts'
import { actorOf } from '../guard.ts'
import { type App, body, json, nothing, problems } from '../openapi.ts'
import { Declined, misshaped, notFound } from '../problems.ts'
import type { Services } from '../services.ts'
import { recorded } from '../store/audit.ts'
import type { Store } from '../store/open.ts'
import { Refused } from '../store/refused.ts'
import {
  deleteSegment,
  findSegment,
  formerNames,
  listSegments,
  renameSegment,
  type StoredSegment,
  saveSegment,
  segmentHistory,
} from '../store/segments.ts'

const tags = ['Segments']
const Name = z.object({ name: SegmentName })
const list = createRoute({
  method: 'get',
  path: '/api/segments',
  tags,
  summary: 'All segments, with the flows that use them.',
  responses: { 200: json(z.array(Segment), 'Segments'), ...problems },
})
const save = createRoute({
  method: 'put',
  path: '/api/segments/{name}',
  tags,
  summary: 'Saves a segment: a new one, or with If-Match a change to the revision that was read.',
  description:
    'Flows hold the conditions as they were when the segment was put in, and go on with them; `usedBy` and the check of each flow say which hold an older one. Segments within the conditions are replaced by what they stand for.',
  request: { params: Name, headers: z.object({ 'if-match': z.string().optional() }), body: body(SaveSegment) },
  responses: { 200: json(Segment, 'The segment'), ...problems },
})
const rename = createRoute({
  method: 'post',
  path: '/api/segments/{name}/rename',
  tags,
  summary: 'Gives a segment another name, with If-Match only to the revision that was read.',
  description:
    'Flows that use it go on as they are: its former names lead to it. The check of each tells the new name, with a fix that takes it over.',
  request: { params: Name, headers: z.object({ 'if-match': z.string().optional() }), body: body(RenameSegment) },
  responses: { 200: json(Segment, 'The segment under its new name'), ...problems },
})
const remove = createRoute({
  method: 'delete',
  path: '/api/segments/{name}',
  tags,
  summary: 'Deletes a segment that no flow uses.',
  request: { params: Name },
  responses: { ...nothing, ...problems },
})
const history = createRoute({
  method: 'get',
  path: '/api/segments/{name}/history',
  tags,
  summary: 'Every change to a segment, newest first.',
  request: { params: Name },
  responses: { 200: json(z.array(SegmentChange), 'Changes'), ...problems },
})

export function segmentRoutes(app: App, { store, feed }: Services): void {
  app.openapi(list, c =>
    c.json(
      listSegments(store).map(segment => shown(store, segment)),
      200,
    ),
  )
  app.openapi(save, c => {
    const { name } = c.req.valid('param')
    const { where: given, madeOn } = c.req.valid('json')
    const where = conditionsOf(given)
    if (where.conditions.length === 0)
      throw new Declined(400, 'segment.empty', 'The segment has no conditions', 'Without one it would be every row.')
    const revision = revisionOf(c.req.valid('header')['if-match'])
    const actor = actorOf(c)
    const saved = saveOrClash(store, () =>
      recorded(store, { what: 'segment_saved', subject: name, actor }, () =>
        saveSegment(store, name, { where: spelledOut(where), ...(madeOn && { madeOn }) }, revision, actor),
      ),
    )
    feed.publish('segment.saved', [], { name })
    return c.json(shown(store, saved), 200, { ETag: `"${saved.revision}"` })
  })
  app.openapi(rename, c => {
    const { name } = c.req.valid('param')
    const { name: to } = c.req.valid('json')
    const revision = revisionOf(c.req.valid('header')['if-match'])
    const actor = actorOf(c)
    const renamed = saveOrClash(store, () =>
      recorded(store, { what: 'segment_renamed', subject: `${name} → ${to}`, actor }, () =>
        renameSegment(store, name, to, revision, actor),
      ),
    )
    feed.publish('segment.saved', [], { name: to })
    return c.json(shown(store, renamed), 200, { ETag: `"${renamed.revision}"` })
  })
  app.openapi(remove, c => {
    const { name } = c.req.valid('param')
    const segment = findSegment(store, name)
    if (!segment) throw notFound('There is no such segment', 'It may have been deleted.')
    const users = usersOf(store, segment).map(user => user.name)
    if (users.length)
      throw new Declined(409, 'segment.in_use', 'This segment is in use', `Used by ${users.join(', ')}. Take it out there first.`, {
        raw: { usedBy: users },
      })
    const actor = actorOf(c)
    recorded(store, { what: 'segment_deleted', subject: name, actor }, () => deleteSegment(store, name, actor))
    feed.publish('segment.deleted', [], { name })
    return c.body(null, 204)
  })
  app.openapi(history, c => {
    const changes = segmentHistory(store, c.req.valid('param').name)
    if (changes.length === 0) throw notFound('There is no such segment', 'It may have been deleted.')
    return c.json(
      changes.map(({ revision, where, renamedTo, actor, at }) => ({
        ...{ revision, where, renamedTo, by: actor, at: new Date(at).toISOString() },
        sentence: where && words(where),
      })),
      200,
    )
  })
}

function shown(store: Store, segment: StoredSegment): z.infer<typeof Segment> {
  const { name, revision, where, madeOn, updatedAt } = segment
  return {
    name,
    revision,
    where,
    sentence: words(where),
    madeOn,
    formerly: formerNames(store, segment),
    usedBy: usersOf(store, segment),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}

function conditionsOf(given: unknown): Conditions {
  const parsed = Conditions.safeParse(given)
  if (!parsed.success) throw misshaped(parsed.error, 'body')
  return parsed.data
}

/** Absent: a new segment is meant. */
function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const found = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())
  if (!found) throw new Declined(400, 'request.no_revision', 'If-Match is not a revision', 'Send the revision of the segment you read.')
  return Number(found[1])
}

/** A clash carries the segment as it stands. */
function saveOrClash(store: Store, save: () => StoredSegment): StoredSegment {
  try {
    return save()
  } catch (cause) {
    if (!(cause instanceof Refused) || cause.code !== 'stale') throw cause
    throw new Declined(409, 'save.clash', cause.message, cause.why, { raw: shown(store, cause.current as StoredSegment) })
  }
}
