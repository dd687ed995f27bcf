/** Tables in memory, read as if they were far away. */
import type { Query, Reading, Row, Session, Shape } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { leadShape, leads } from './leads.ts'
import { orderShape, orders } from './orders.ts'

interface Sample {
  title: string
  shape: Shape
  rows(now: number): Row[]
}
const samples: Readonly<Record<string, Sample>> = {
  orders: { title: 'Shop orders', shape: orderShape, rows: orders },
  leads: { title: 'Leads', shape: leadShape, rows: leads },
}

/** The snapshot is the rows as of `now`. */
export function open(now: number, kill: AbortSignal): Session {
  return {
    tables: async () => Object.entries(samples).map(([name, { title, shape }]) => ({ name, title, columns: shape })),
    describe: async query => sampleOf(query).shape,
    read: (query, reading) => pages(sampleOf(query).rows(now), reading, kill),
    close: async () => {},
  }
}

/** There is no SQL engine here; a plain `select * from orders` means the same as the table and is understood. */
function sampleOf({ from }: Query): Sample {
  const name = 'table' in from ? from.table : /^\s*select\s+\*\s+from\s+"?(\w+)"?\s*;?\s*$/i.exec(from.sql)?.[1]
  if (name === undefined)
    throw new Stop(
      'source.no_sql',
      'The sample data cannot run this query',
      'It has no SQL engine. Use a Table step, or "select * from orders".',
    )
  const sample = Object.hasOwn(samples, name) ? samples[name] : undefined
  if (!sample)
    throw new Stop(
      'source.no_table',
      `There is no table "${name.slice(0, 100)}"`,
      `The sample data has ${Object.keys(samples).join(' and ')}.`,
    )
  return sample
}

async function* pages(
  rows: readonly Row[],
  { size, limit = rows.length, stop }: Reading,
  kill: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  const end = Math.min(limit, rows.length)
  for (let at = 0; at < end && !stop.aborted; at += size) {
    if (kill.aborted) throw new Stop('source.cancelled', 'Reading the sample was cut', 'The run was killed.')
    yield rows.slice(at, Math.min(at + size, end))
  }
}
