/**
 * Layer G: rows as real tables hold them, in 60 families, from a file and from a database. Every row ends as a sent
 * event or under a reason, the books balance, nothing crashes, and what was wrong with a value is said without the value.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judged, type Result, type Surroundings, sideBySide } from './case.ts'
import { ordersTable } from './database.ts'
import { families, MARK, ROW_FIELDS, type WideRow } from './families.ts'
import { openPlatform } from './platform.ts'
import { fromPostgres, openShop, type Shop } from './shop.ts'

const column = (name: keyof WideRow) => ({ column: name })
const FIELDS = {
  event_name: column('event_name'),
  action_source: column('action_source'),
  currency: column('currency'),
  first_name: column('first_name'),
  last_name: column('last_name'),
  birth_date: column('birth_date'),
  gender: column('gender'),
  city: column('city'),
  state: column('state'),
  postal_code: column('zip'),
  country: column('country'),
  external_id: column('external_id'),
  client_ip: column('ip'),
  client_user_agent: column('agent'),
  contents: column('contents'),
}

export async function malformed(around: Surroundings, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => families[i % families.length]!.row(i))
  const list = [
    { name: 'a file', source: 'file' as const },
    { name: 'Postgres', source: 'postgres' as const },
  ]
  await sideBySide(around, `malformed rows in ${families.length} families`, list, ({ source }) => one(around, source, rows), 1)
}

async function one(around: Surroundings, source: 'file' | 'postgres', rows: readonly WideRow[]): Promise<Partial<Result>> {
  const platform = await openPlatform()
  const table = source === 'postgres' ? await ordersTable(await around.postgres()) : undefined
  const shop = openShop({
    platform,
    fields: FIELDS,
    batch: 500,
    ...(table && { source: fromPostgres('select * from wide'), database: table.url }),
    ...(around.program && { program: around.program }),
  })
  try {
    if (table) {
      await table.sql(`create table wide (${ROW_FIELDS.map(name => `${name} text`).join(', ')})`)
      await table.sql('insert into wide select * from jsonb_populate_recordset(null::wide, $1)', [JSON.stringify(rows)])
    } else writeFileSync(join(shop.folder, 'orders.csv'), csv(rows))
    const first = await shop.run().ended
    const second = await shop.run().ended
    const complaints = [...verdicts(shop, rows), ...spilt(shop)]
    if (first.code !== 2 || second.code !== 2) complaints.push(`ended with ${first.code} and ${second.code}`)
    if (second.report?.paths[0]?.tally.delivered) complaints.push('the second run sent something')
    const taken = new Set(platform.requests.flatMap(request => request.taken))
    const finding = judged(shop, { taken, waiting: new Set(rows.map(row => row.order_id ?? '')) }, complaints)
    const tally = first.report?.paths[0]?.tally
    return { ...finding, cases: rows.length, note: `${tally?.delivered} sent, ${tally?.invalid} held back, ${tally?.expired} too old` }
  } finally {
    await table?.close()
    await platform.close()
    shop.remove()
  }
}

/** What became of each family, by the platform's log and by the rows that the product lists. */
function verdicts(shop: Shop, rows: readonly WideRow[]): string[] {
  const wrong: string[] = []
  const tally = shop.runs[0]?.report?.paths[0]?.tally
  if (tally?.read !== rows.length) wrong.push(`${tally?.read} of ${rows.length} rows were read`)
  const taken = new Set(shop.platform.requests.flatMap(request => request.taken))
  for (const [k, { name, fate }] of families.entries()) {
    const mine = rows.filter((_, i) => i % families.length === k)
    const went = mine.filter(row => row.order_id !== null && taken.has(row.order_id)).length
    if (fate === 'goes' && went !== mine.length) wrong.push(`${name}: ${went} of ${mine.length} went`)
    if (fate === 'held' && went !== 0) wrong.push(`${name}: ${went} of ${mine.length} went, none should`)
  }
  return wrong
}

/** Every bad value carries a mark; it may stand in nothing that we print. */
const spilt = ({ written }: Shop): string[] =>
  written.some(text => text.includes(MARK)) ? ['a value stands in an output or log [S31]'] : []

function csv(rows: readonly WideRow[]): string {
  const cell = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)
  return `${[ROW_FIELDS.join(','), ...rows.map(row => ROW_FIELDS.map(name => cell(row[name])).join(','))].join('\n')}\n`
}
