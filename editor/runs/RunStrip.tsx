import { Fragment, useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { Button } from '../ui/Button.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import { HISTORY_MAX } from './history.ts'
import style from './RunStrip.module.css'
import { type Bar, barsOf, daysTold } from './strip.ts'
import { day } from './time.ts'
import { count } from './words.ts'

const HEIGHT = 56
/** As wide as a bar gets, with the gap beside it. */
const BAR_MAX = 42

/** The last 30 days as small bars, each a button that shows its runs; the same as a table on request. */
export function RunStrip({
  runs,
  now,
  onPick,
  picked,
}: {
  runs: readonly Run[]
  now: number
  onPick: (bar: Bar | null) => void
  picked: string | null
}) {
  const [table, setTable] = useState(false)
  const all = runs.length < HISTORY_MAX
  const bars = barsOf(runs, now, { all })
  if (bars.length === 0) return null
  const most = Math.max(...bars.map(height), 1)
  return (
    <figure className={style.figure} aria-label={say('Runs of the last {DAYS} days', { DAYS: daysTold(runs, now, all) })}>
      {table ? (
        <DayTable bars={barsOf(runs, now, { all, perDay: true })} now={now} onPick={onPick} picked={picked} />
      ) : (
        <div className={style.bars}>
          {bars.map(bar => (
            <Fragment key={bar.id}>
              {bar.idle > 0 && <span className={style.idle} aria-hidden style={{ flexGrow: bar.idle, maxWidth: bar.idle * BAR_MAX }} />}
              <button
                type="button"
                className={style.bar}
                aria-label={bar.name}
                aria-pressed={picked === bar.id}
                onClick={() => onPick(picked === bar.id ? null : bar)}
              >
                <Stack bar={bar} most={most} />
              </button>
            </Fragment>
          ))}
        </div>
      )}
      <figcaption className={style.caption}>
        <span className={style.key} data-part="delivered">
          {say('Accepted')}
        </span>
        <span className={style.key} data-part="rejected">
          {say('Rejected')}
        </span>
        <span className={style.key} data-part="invalid">
          {say('Held back or unknown')}
        </span>
        <Button size="small" variant="quiet" aria-pressed={table} onPress={() => setTable(!table)}>
          {say('Show as table')}
        </Button>
      </figcaption>
    </figure>
  )
}

const height = ({ tally }: Bar): number => tally.delivered + tally.rejected + tally.invalid + tally.uncertain

/** Parts are never thinner than 2 px, so that one rejected row among thousands is still seen. */
function Stack({ bar, most }: { bar: Bar; most: number }) {
  const { tally } = bar
  const part = (n: number) => (n === 0 ? 0 : Math.max(2, (n / most) * HEIGHT))
  const parts = [
    ['rejected', part(tally.rejected)],
    ['invalid', part(tally.invalid + tally.uncertain)],
    ['delivered', part(tally.delivered)],
  ] as const
  return (
    <span className={style.stack} aria-hidden style={{ height: HEIGHT }}>
      {bar.failed > 0 && <span className={style.failed}>!</span>}
      {parts.map(([name, px]) => px > 0 && <span key={name} data-part={name} style={{ height: px }} />)}
      {height(bar) === 0 && <span data-part="none" style={{ height: 2 }} />}
    </span>
  )
}

const COLUMNS: readonly { text: string; of: (bar: Bar) => number }[] = [
  { text: say('Day'), of: ({ at }) => at },
  { text: say('Runs'), of: ({ runs }) => runs.length },
  { text: say('Accepted'), of: ({ tally }) => tally.delivered },
  { text: say('Rejected'), of: ({ tally }) => tally.rejected },
  { text: say('Held back'), of: ({ tally }) => tally.invalid },
  { text: say('Unknown'), of: ({ tally }) => tally.uncertain },
  { text: say('Failed runs'), of: ({ failed }) => failed },
]

/** The twin of the bars: what they show in numbers, in any order, and the same presses. */
function DayTable({
  bars,
  now,
  onPick,
  picked,
}: Pick<Parameters<typeof RunStrip>[0], 'now' | 'onPick' | 'picked'> & { bars: readonly Bar[] }) {
  const [sort, setSort] = useState({ by: 0, down: true })
  const { of } = COLUMNS[sort.by]!
  const sorted = bars.toSorted((a, b) => (of(a) - of(b) || a.at - b.at) * (sort.down ? -1 : 1))
  return (
    <Table
      name={say('Runs by day')}
      head={COLUMNS.map(({ text }, by) => (
        <Head
          key={text}
          number={by > 0}
          sorted={sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined}
          onSort={() => setSort({ by, down: sort.by === by ? !sort.down : true })}
        >
          {text}
        </Head>
      ))}
    >
      {sorted.map(bar => {
        const when = day(new Date(bar.at).toISOString(), now)
        return (
          <tr key={bar.id}>
            <th scope="row">
              <Button
                size="small"
                variant="quiet"
                aria-label={say('Show runs of {when}', { when })}
                aria-pressed={picked === bar.id}
                onPress={() => onPick(picked === bar.id ? null : bar)}
              >
                {when}
              </Button>
            </th>
            {COLUMNS.slice(1).map(({ text, of }) => (
              <td key={text} data-number>
                {count(of(bar))}
              </td>
            ))}
          </tr>
        )
      })}
    </Table>
  )
}
