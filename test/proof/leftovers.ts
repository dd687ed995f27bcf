/** What a dead process leaves on disk, looked at in a copy: the product's own folder is never touched. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { canaries, type Shop } from './shop.ts'

export interface Disk {
  /** Requests that were begun and not settled. */
  open: number
  /** [I12] empty when the file is whole. */
  damage: string[]
  /** By the history of sendings: events in attempts whose outcome a run never learnt. */
  doubts: { run: string; events: number }[]
}

const NOTHING: Disk = { open: 0, damage: [], doubts: [] }
export const disk = (data: string): Disk =>
  looked(data, NOTHING, sql => (sql.prepare("select 1 from sqlite_master where name = 'attempt'").get() ? seen(sql) : NOTHING))

function looked<T>(data: string, nothing: T, look: (sql: Database.Database) => T): T {
  if (!existsSync(join(data, 'tributary.db'))) return nothing
  const copy = mkdtempSync(join(tmpdir(), 'tributary-look-'))
  try {
    for (const end of ['', '-wal'])
      if (existsSync(join(data, `tributary.db${end}`))) copyFileSync(join(data, `tributary.db${end}`), join(copy, `tributary.db${end}`))
    const sql = new Database(join(copy, 'tributary.db'))
    try {
      return look(sql)
    } finally {
      sql.close()
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function seen(sql: Database.Database): Disk {
  const checked = sql.prepare('pragma integrity_check').pluck().all() as string[]
  const foreign = sql.prepare('pragma foreign_key_check').all()
  const doubts = `select w.text as run, sum(a.events) as events from attempt a join word w on w.id = a.run
                  where a.class = 'unknown' or a.class is null group by w.text`
  return {
    open: Number(sql.prepare('select count(*) from request').pluck().get()),
    damage: [...checked.filter(line => line !== 'ok'), ...(foreign.length ? ['a foreign key leads nowhere'] : [])],
    doubts: sql.prepare(doubts).all() as Disk['doubts'],
  }
}

const MINUTE_MS = 60_000
/**
 * [I8] of one flow with a schedule of every minute: each due time has one run at most, each run of the schedule a due time, and
 * from the first due time to the last none is missing in the books. `atLeast`: so many have passed.
 */
export const slots = (data: string, atLeast = 1): string[] =>
  looked(data, [], sql => {
    const count = (query: string) => Number(sql.prepare(query).pluck().get())
    const twice = count('select count(*) from (select 1 from run where due is not null group by flow, due having count(*) > 1)')
    const unasked = count("select count(*) from run where trigger = 'schedule' and id not in (select run from tick where run is not null)")
    const ticks = sql.prepare('select due, coalesce("until", due) as last from tick order by due').all() as { due: number; last: number }[]
    const gaps = ticks.filter(({ due }, i) => i > 0 && due - ticks[i - 1]!.last > MINUTE_MS).length
    return [
      ...(twice ? [`${twice} due times have two runs [I8]`] : []),
      ...(unasked ? [`${unasked} runs of the schedule have no due time [I8]`] : []),
      ...(gaps ? [`${gaps} times due times are missing in the books [I8]`] : []),
      ...(ticks.length >= atLeast ? [] : [`${ticks.length} due times are in the books, and ${atLeast} have passed [I8]`]),
    ]
  })

/** [I14] personal data, the token or the key in clear, in any file of the data folder or in anything that was written. */
export function leaks(shop: Shop): string[] {
  const found: string[] = []
  const look = (where: string, bytes: Buffer | string) => {
    for (const [what, canary] of Object.entries(canaries))
      if (bytes.includes(canary)) found.push(`the ${what} stands in clear in ${where} [I14]`)
  }
  for (const file of filesIn(shop.data)) look(file.slice(shop.data.length + 1).replace(/\d{4}-.*/, '*'), readFileSync(file))
  if (shop.platform.requests.some(({ body }) => body.includes(canaries.email))) found.push('an e-mail address was sent in clear')
  for (const text of shop.written) look('output or log', text)
  return [...new Set(found)]
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    // What somebody put there for a file source is theirs.
    .filter(path => statSync(path).isFile() && !path.endsWith('.csv'))
