/**
 * The tables as the rest of the store sees them. Made by `migrations/`; a test keeps both the same. Each table is
 * used by one file of this folder and by no other.
 */
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Conditions } from '../../runtime/conditions/tree.ts'
import type { Standing } from '../../runtime/dialect.ts'
import type { Columns } from '../../runtime/drift.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { PathReport, RunState } from '../../runtime/report.ts'

/** How a run came about. */
export type Trigger = 'schedule' | 'manual' | 'api' | 'catch_up'
/** What became of a due time. */
export type TickVerdict = 'queued' | 'coalesced' | 'skipped'
/** What a run was asked to do beside running. */
export interface RunOptions {
  dryRun?: boolean
  limit?: number
  /** A person had it go on: what did not work is tried at once, and what is unusual is not asked again. */
  resumed?: boolean
  /** Only rows that this run had rejected are read. */
  rejectedOf?: string
}

/** What a person decided about events of unknown outcome, about rejected ones, or after a database was put back. */
export type Decision =
  | 'send_again'
  | 'treat_as_sent'
  | 'forget_rejected'
  | 'send_rejected'
  | 'put_back'
  | 'put_back_treat_as_sent'
  | 'put_back_send_again'

/** What a person changed. Drafts are not among it: they do nothing until they are published. */
export type Change =
  | 'flow_created'
  | 'flow_deleted'
  | 'flow_published'
  | 'flow_paused'
  | 'flow_resumed'
  | 'version_restored'
  | 'connection_saved'
  | 'connection_deleted'
  | 'meaning_forgotten'
  | 'segment_saved'
  | 'segment_deleted'
  | 'segment_renamed'
  | 'upload_saved'
  | 'upload_deleted'
  | 'channel_saved'
  | 'channel_deleted'
  | 'key_rotated'

/** By which door a decision or a change came: whoever has the owner's token, or sits at this machine, may decide. */
export type Actor = 'editor' | 'api' | 'command_line' | 'server'

/** setting.ts */
export const setting = sqliteTable('setting', { name: text().primaryKey(), value: text().notNull() })

/** flows.ts */
export const flow = sqliteTable('flow', {
  id: text().primaryKey(),
  name: text().notNull(),
  revision: integer().notNull(),
  document: text({ mode: 'json' }).$type<Flow>().notNull(),
  live: integer(),
  paused: integer({ mode: 'boolean' }).notNull().default(false),
  dueAfter: integer('due_after'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})
/** flows.ts */
export const version = sqliteTable(
  'version',
  {
    flow: text().notNull(),
    version: integer().notNull(),
    document: text({ mode: 'json' }).$type<Flow>().notNull(),
    note: text().notNull(),
    publishedAt: integer('published_at').notNull(),
    columns: text({ mode: 'json' }).$type<Columns>(),
    actor: text().$type<Actor>(),
  },
  table => [primaryKey({ columns: [table.flow, table.version] })],
)

/** meanings.ts */
export const meaning = sqliteTable(
  'meaning',
  {
    connection: text().notNull(),
    source: text().notNull(),
    name: text().notNull(),
    concept: text().notNull(),
    flow: text().notNull(),
    at: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.connection, table.source, table.name, table.concept] })],
)

/** connections.ts; `secrets` holds a sealed text for each secret field. */
export const connection = sqliteTable('connection', {
  name: text().primaryKey(),
  kind: text().notNull(),
  settings: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  secrets: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** runs.ts; `document` only for a run of a draft, which nobody else keeps. */
export const run = sqliteTable('run', {
  id: text().primaryKey(),
  flow: text().notNull(),
  flowName: text('flow_name').notNull(),
  version: integer(),
  document: text({ mode: 'json' }).$type<Flow>(),
  trigger: text().$type<Trigger>().notNull(),
  state: text().$type<RunState>().notNull(),
  options: text({ mode: 'json' }).$type<RunOptions>().notNull(),
  paths: text({ mode: 'json' }).$type<PathReport[]>().notNull().default([]),
  createdAt: integer('created_at').notNull(),
  startedAt: integer('started_at'),
  endedAt: integer('ended_at'),
  idempotencyKey: text('idempotency_key'),
  due: integer(),
  stopping: integer({ mode: 'boolean' }).notNull().default(false),
})

/** ticks.ts; a row with `until` stands for every due time from `due` up to it. */
export const tick = sqliteTable(
  'tick',
  {
    flow: text().notNull(),
    due: integer().notNull(),
    until: integer(),
    verdict: text().$type<TickVerdict>().notNull(),
    run: text(),
    at: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.flow, table.due] })],
)

/** problems.ts */
export const problem = sqliteTable('problem', {
  id: integer().primaryKey(),
  run: text().notNull(),
  flow: text().notNull(),
  path: text().notNull(),
  key: text().notNull(),
  outcome: text().$type<'invalid' | 'expired' | 'rejected' | 'uncertain' | 'duplicate'>().notNull(),
  code: text().notNull(),
  node: text().notNull(),
  field: text(),
  message: text().notNull(),
})

/** inbox.ts */
export const inbox = sqliteTable('inbox', {
  id: integer().primaryKey({ autoIncrement: true }),
  at: integer().notNull(),
  flow: text().notNull(),
  node: text().notNull(),
  rules: text().notNull(),
  accepted: integer({ mode: 'boolean' }).notNull(),
  body: blob({ mode: 'buffer' }).notNull(),
  findings: text({ mode: 'json' }).$type<{ rule: string; says: string; state: Standing; message?: string }[]>().notNull(),
})

/** audit.ts */
export const audit = sqliteTable('audit', {
  id: integer().primaryKey({ autoIncrement: true }),
  at: integer().notNull(),
  what: text().$type<Decision | Change>().notNull(),
  flow: text(),
  subject: text(),
  request: integer(),
  events: integer(),
  actor: text().$type<Actor>(),
})

/** The rows that a segment was made for: a hint for people, without meaning for a run. */
export interface MadeOn {
  connection: string | null
  /** The table's name, or the SELECT. */
  rows: string
}
/** segments.ts; the last revision of a name counts, and one without conditions was deleted, or renamed. */
export const segment = sqliteTable(
  'segment',
  {
    name: text().notNull(),
    revision: integer().notNull(),
    conditions: text({ mode: 'json' }).$type<Conditions>(),
    renamedTo: text('renamed_to'),
    madeOn: text('made_on', { mode: 'json' }).$type<MadeOn>(),
    actor: text().$type<Actor>().notNull(),
    at: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.name, table.revision] })],
)

/** rewound.ts */
export const rewound = sqliteTable('rewound', {
  id: integer().primaryKey({ autoIncrement: true }),
  stream: text().notNull(),
  flow: text().notNull(),
  why: text().notNull(),
  noticed: integer().notNull(),
  since: integer(),
  until: integer(),
  events: integer(),
  choice: text().$type<'treat_as_sent' | 'send_again'>(),
  upTo: integer('up_to'),
  chosen: integer(),
  done: integer(),
})

/** channels.ts */
export const channel = sqliteTable('channel', {
  id: text().primaryKey(),
  kind: text().$type<'email' | 'address'>().notNull(),
  name: text().notNull(),
  settings: blob({ mode: 'buffer' }).notNull(),
  made: integer().notNull(),
})

/** incidents.ts */
export const incident = sqliteTable('incident', {
  id: integer().primaryKey({ autoIncrement: true }),
  scope: text().notNull(),
  code: text().notNull(),
  title: text().notNull(),
  why: text().notNull(),
  flow: text(),
  opened: integer().notNull(),
  closed: integer(),
  quiet: integer({ mode: 'boolean' }).notNull().default(false),
})

/** incidents.ts */
export const alert = sqliteTable('alert', {
  id: integer().primaryKey({ autoIncrement: true }),
  incident: integer().notNull(),
  event: text().$type<'opened' | 'recovered'>().notNull(),
  channel: text().notNull(),
  made: integer().notNull(),
  tries: integer().notNull().default(0),
  due: integer().notNull(),
  done: integer(),
  failed: text(),
})

// `cursor`, `word`, `request`, `attempt`, `sample`, `settlement` and `delivery` are not here: the ledger's files speak SQL themselves, on the hot path.
