/**
 * Saved connections. The schema says which settings are secret (`.meta({ secret: true })`): those are split off and
 * sealed, one by one, each bound to its connection and field. Screens get a mask; only a run gets the clear text.
 */
import { asc, eq } from 'drizzle-orm'
import type * as z from 'zod'
import { reseal, type Secrets } from '../upkeep/secrets.ts'
import type { Store } from './open.ts'
import { Refused } from './refused.ts'
import { connection } from './tables.ts'

const MASK = '••••'

/** A connection as people may see it: secrets are "••••" and the last 4 characters. */
export interface MaskedConnection {
  name: string
  kind: string
  settings: Record<string, unknown>
  updatedAt: number
}
type Row = typeof connection.$inferSelect

export const listConnections = (store: Store): MaskedConnection[] =>
  store.db
    .select()
    .from(connection)
    .orderBy(asc(connection.name))
    .all()
    .map(row => masked(store, row))

export function findConnection(store: Store, name: string): MaskedConnection | undefined {
  const row = find(store, name)
  return row && masked(store, row)
}

/** The settings in clear, for a run or a test of the connection and nothing else. */
export function openConnection(store: Store, name: string): { kind: string; settings: Record<string, unknown> } | undefined {
  const row = find(store, name)
  if (!row) return undefined
  const clear = Object.entries(row.secrets).map(([field, sealed]) => [field, unseal(store, row.name, field, sealed)] as const)
  return { kind: row.kind, settings: { ...row.settings, ...Object.fromEntries(clear) } }
}

/**
 * The settings as they would be saved: a secret that is left out (or sent back as its mask) is the stored one. For
 * validating with the kind's schema before `saveConnection`, and for testing a connection that is not saved yet.
 */
export function completeSettings(store: Store, name: string, kind: string, settings: Record<string, unknown>): Record<string, unknown> {
  const stored = openConnection(store, name)
  const row = find(store, name)
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => !isMask(value)))
  if (stored?.kind !== kind || !row) return given
  const kept = Object.keys(row.secrets).map(field => [field, stored.settings[field]] as const)
  return { ...Object.fromEntries(kept), ...given }
}

/** Saves whole settings (see `completeSettings`), secrets apart. */
export function saveConnection(
  store: Store,
  name: string,
  kind: string,
  settings: Record<string, unknown>,
  schema: z.ZodType,
): MaskedConnection {
  const secret = new Set(secretFields(schema))
  const open: Record<string, unknown> = {}
  const secrets: Record<string, string> = {}
  for (const [field, value] of Object.entries(settings)) {
    if (!secret.has(field)) open[field] = value
    else if (value !== undefined && value !== null && value !== '')
      secrets[field] = store.secrets.seal('connections', place(name, field), Buffer.from(JSON.stringify(value))).toString('base64')
  }
  const row = { name, kind, settings: open, secrets, updatedAt: store.now() }
  store.db.insert(connection).values(row).onConflictDoUpdate({ target: connection.name, set: row }).run()
  return masked(store, row)
}

export function deleteConnection(store: Store, name: string): void {
  if (store.db.delete(connection).where(eq(connection.name, name)).run().changes === 0)
    throw new Refused('not_found', 'There is no such connection.', 'It may have been deleted.')
}

/** Top-level fields that the schema marks as secret, also inside `.optional()`, `.default()` and unions. */
export function secretFields(schema: z.ZodType): string[] {
  const definition = schema.def as unknown as Inner
  if (definition.options) return [...new Set(definition.options.flatMap(secretFields))]
  if (definition.left && definition.right) return [...new Set([definition.left, definition.right].flatMap(secretFields))]
  if (definition.innerType) return secretFields(definition.innerType)
  if (definition.in) return secretFields(definition.in)
  return Object.entries(definition.shape ?? {}).flatMap(([field, inner]) => (isSecret(inner) ? [field] : []))
}

/** Seals every secret for another master key, inside the caller's transaction. One that does not open stays as it is. */
export function resealConnections(store: Store, to: Secrets): void {
  for (const row of store.db.select().from(connection).all()) {
    const again = (field: string, sealed: string) =>
      reseal(store.secrets, to, 'connections', place(row.name, field), Buffer.from(sealed, 'base64'))?.toString('base64') ?? sealed
    const secrets = Object.fromEntries(Object.entries(row.secrets).map(([field, sealed]) => [field, again(field, sealed)]))
    store.db.update(connection).set({ secrets }).where(eq(connection.name, row.name)).run()
  }
}

/** The parts of a zod definition that may hold another schema. */
interface Inner {
  innerType?: z.ZodType
  in?: z.ZodType
  left?: z.ZodType
  right?: z.ZodType
  options?: z.ZodType[]
  shape?: Record<string, z.ZodType>
}
function isSecret(schema: z.ZodType): boolean {
  if (schema.meta()?.secret === true) return true
  const { innerType, in: input } = schema.def as unknown as Inner
  const inner = innerType ?? input
  return inner !== undefined && isSecret(inner)
}

const find = (store: Store, name: string): Row | undefined => store.db.select().from(connection).where(eq(connection.name, name)).get()
const place = (name: string, field: string) => ['connection', name, field] as const
const isMask = (value: unknown) => typeof value === 'string' && value.startsWith(MASK)
const unseal = (store: Store, name: string, field: string, sealed: string): unknown =>
  JSON.parse(store.secrets.open('connections', place(name, field), Buffer.from(sealed, 'base64')).toString())

function masked(store: Store, { name, kind, settings, secrets, updatedAt }: Row): MaskedConnection {
  const hidden = Object.entries(secrets).map(([field, sealed]) => [field, mask(store, name, field, sealed)] as const)
  return { name, kind, settings: { ...settings, ...Object.fromEntries(hidden) }, updatedAt }
}

/** The last 4 characters of a long text tell a person which one it is; of a short one they would tell too much. */
function mask(store: Store, name: string, field: string, sealed: string): string {
  try {
    const value = unseal(store, name, field, sealed)
    return typeof value === 'string' && value.length >= 12 ? MASK + value.slice(-4) : MASK
  } catch {
    // Listing must work with a lost key, so that a person can enter the secret again.
    return MASK
  }
}
