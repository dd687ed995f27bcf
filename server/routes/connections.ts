/** Saved connections: secrets go in and never come out. */

import { isDeepStrictEqual } from 'node:util'
import { createRoute, z } from '@hono/zod-openapi'
import type { Kinds } from '../../runtime/contract.ts'
import { Choices } from '../api/choices.ts'
import { Connection, ConnectionTest, SaveConnection, TableInfo } from '../api/payloads.ts'
import { connectionChoices, listingOf } from '../connections/choices.ts'
import { openTables, testConnection } from '../connections/trial.ts'
import { gate } from '../gate.ts'
import { actorOf } from '../guard.ts'
import { type App, body, json, nothing, optionalBody, problems } from '../openapi.ts'
import { isSimulated, setSimulated } from '../outside/simulated.ts'
import { Declined, misshaped, notFound } from '../problems.ts'
import type { Services } from '../services.ts'
import { recorded } from '../store/audit.ts'
import {
  completeSettings,
  deleteConnection,
  findConnection,
  listConnections,
  type MaskedConnection,
  openConnection,
  saveConnection,
} from '../store/connections.ts'
import { listFlows } from '../store/flows.ts'
import { forgetMeanings } from '../store/meanings.ts'
import type { Store } from '../store/open.ts'

const tags = ['Connections']
const Name = z.object({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_. -]{0,63}$/, 'A name is 1 to 64 letters, digits, spaces, "_", "." or "-".'),
})
const list = createRoute({
  method: 'get',
  path: '/api/connections',
  tags,
  summary: 'All saved connections, secrets masked.',
  responses: { 200: json(z.array(Connection), 'Connections'), ...problems },
})
const save = createRoute({
  method: 'put',
  path: '/api/connections/{name}',
  tags,
  summary: 'Saves a connection. A secret left out keeps its stored value.',
  request: { params: Name, body: body(SaveConnection) },
  responses: { 200: json(Connection, 'The connection'), ...problems },
})
const remove = createRoute({
  method: 'delete',
  path: '/api/connections/{name}',
  tags,
  summary: 'Deletes a connection that no flow uses.',
  request: { params: Name },
  responses: { ...nothing, ...problems },
})
const test = createRoute({
  method: 'post',
  path: '/api/connections/{name}/test',
  tags,
  summary: 'Tries a connection, with these settings when given, else as saved. Changes nothing.',
  request: { params: Name, body: optionalBody(SaveConnection.partial()) },
  responses: { 200: json(ConnectionTest, 'What was tried'), ...problems },
})
const choices = createRoute({
  method: 'post',
  path: '/api/connections/{name}/lists',
  tags,
  summary:
    'What a setting of this connection may be, as the platform lists it. With these settings when given, else as saved. Changes nothing.',
  request: { params: Name, body: optionalBody(SaveConnection.partial()) },
  responses: { 200: json(Choices, 'What may be chosen, or why nothing'), ...problems },
})
const tables = createRoute({
  method: 'get',
  path: '/api/connections/{name}/tables',
  tags,
  summary: 'Tables of a source.',
  request: { params: Name },
  responses: { 200: json(z.array(TableInfo), 'Tables'), ...problems },
})

export function connectionRoutes(app: App, { store, kinds, place, feed }: Services): void {
  const trying = gate(4, 16)
  app.openapi(list, c =>
    c.json(
      listConnections(store).map(connection => shown(store, connection)),
      200,
    ),
  )
  app.openapi(save, c => {
    const { name } = c.req.valid('param')
    const { kind, settings } = c.req.valid('json')
    const schema = schemaOf(kinds, kind)
    const complete = completeSettings(store, name, kind, settings)
    const parsed = schema.safeParse(complete)
    if (!parsed.success) throw misshaped(parsed.error, 'connection')
    const before = openConnection(store, name)
    const unchanged = before?.kind === kind && isDeepStrictEqual(before.settings, complete)
    const save = () => {
      if (!unchanged) setSimulated(store, name, false)
      return saveConnection(store, name, kind, complete, schema)
    }
    const saved = unchanged ? save() : recorded(store, { what: 'connection_saved', subject: name, actor: actorOf(c) }, save)
    feed.publish('connection.saved', [], { name })
    return c.json(shown(store, saved), 200)
  })
  app.openapi(remove, c => {
    const { name } = c.req.valid('param')
    const users = usersOf(store, name)
    if (users.length)
      throw new Declined(409, 'connection.in_use', 'This connection is in use', `Used by ${users.join(', ')}. Choose another there first.`)
    recorded(store, { what: 'connection_deleted', subject: name, actor: actorOf(c) }, () => {
      deleteConnection(store, name)
      forgetMeanings(store, name)
      setSimulated(store, name, false)
    })
    feed.publish('connection.deleted', [], { name })
    return c.body(null, 204)
  })
  /** As saved, or as typed with the secrets that are kept. `sought`: the setting that is asked about, whatever is typed there. */
  const asKnown = (name: string, asked: Partial<z.infer<typeof SaveConnection>> = {}, sought?: (kind: string) => string | undefined) => {
    const kind = asked.kind ?? findConnection(store, name)?.kind
    if (kind === undefined) throw notFound('There is no such connection.')
    schemaOf(kinds, kind)
    const stored = openConnection(store, name)?.settings
    const settings = completeSettings(store, name, kind, asked.settings ?? stored ?? {})
    const open = sought?.(kind)
    if (open !== undefined && stored?.[open] !== undefined) settings[open] = stored[open]
    // Typing the same again keeps it on the simulator, as saving would.
    return { kind, settings, simulated: isSimulated(store, name) && isDeepStrictEqual(settings, stored) }
  }
  app.openapi(test, async c => {
    const { name } = c.req.valid('param')
    const known = asKnown(name, c.req.valid('json'))
    return c.json(await trying.pass(() => testConnection(name, known, place)), 200)
  })
  app.openapi(choices, async c => {
    const known = asKnown(c.req.valid('param').name, c.req.valid('json'), kind => listingOf(kinds.get(kind))?.setting)
    return c.json(await trying.pass(() => connectionChoices(known, place)), 200)
  })
  app.openapi(tables, async c => {
    const { name } = c.req.valid('param')
    const found = openConnection(store, name)
    if (!found) throw notFound('There is no such connection.')
    const listed = await trying.pass(() => openTables(name, { ...found, simulated: false }, place))
    return c.json(
      listed.map(({ columns, ...table }) => ({ ...table, ...(columns && { columns: [...columns] }) })),
      200,
    )
  })
}

function schemaOf(kinds: Kinds, id: string): z.ZodType {
  const kind = kinds.get(id)
  if (!kind) throw new Declined(400, 'connection.unknown_kind', 'There is no such kind of connection', 'GET /api/catalogue lists them.')
  if (!kind.connection) throw new Declined(400, 'connection.not_needed', `${kind.title} needs no connection`)
  return kind.connection
}

function shown(store: Store, { name, kind, settings, updatedAt }: MaskedConnection): Connection {
  return {
    name,
    kind,
    settings,
    simulated: isSimulated(store, name),
    usedBy: usersOf(store, name),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}

/** Names of flows whose draft speaks of the connection. */
function usersOf(store: Store, name: string): string[] {
  return listFlows(store)
    .filter(({ document }) => document.nodes.some(node => node.config.connection === name))
    .map(flow => flow.name)
}
