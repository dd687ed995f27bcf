import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Head } from '../ui/Table.tsx'
import { ToStep } from '../ui/ToStep.tsx'
import { say } from '../words/words.ts'
import css from './preview.module.css'
import type { NodePreview } from './use-preview.ts'
import { cellText, lossesOf, outcomeWords } from './words.ts'

interface RowsTableProps {
  name: string
  seen: NodePreview
  /** The step from which none goes on. */
  cause: string | null
}
/** The rows that leave a step, and above them those that do not, one line per reason. */
export function RowsTable({ name, seen, cause }: RowsTableProps) {
  const losses = lossesOf(seen.results)
  return (
    <>
      {losses.length > 0 && (
        <ul className={css.losses} aria-label={say('Rows that left here')}>
          {losses.map(loss => (
            <li key={loss.outcome + loss.message} data-outcome={loss.outcome}>
              <b>
                {say('{what}: {more}', {
                  what: outcomeWords(loss.outcome),
                  more: say('{n, plural, one {# row} other {# rows}}', { n: loss.rows }),
                })}
                .
              </b>{' '}
              {loss.message} <span className={css.keys}>{say('for example {keys}', { keys: loss.keys.slice(0, 3).join(', ') })}</span>
            </li>
          ))}
        </ul>
      )}
      {seen.rows.length === 0 ? <NoneHere here={seen.node} cause={cause} /> : <Grid name={name} seen={seen} />}
    </>
  )
}

/** Why no row goes on: here, at a step before this one, or because there are none. */
function NoneHere({ here, cause }: { here: string; cause: string | null }) {
  if (cause === null) return <p className={css.none}>{say('The table or the query gives no rows now. When it has some, preview again.')}</p>
  if (cause === here) return <p className={css.none}>{say('No row of the sample goes on from here.')}</p>
  return (
    <div className={css.none}>
      <p>{say('No row of the sample comes here: all leave at an earlier step.')}</p>
      <ToStep id={cause} />
    </div>
  )
}

const ROW_PX = 30

/** A plain table of which only the rows in sight are drawn. */
function Grid({ name, seen }: { name: string; seen: NodePreview }) {
  const scroll = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({ count: seen.rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_PX, overscan: 12 })
  const items = rows.getVirtualItems()
  const columns = seen.columns.length > 0 ? seen.columns.map(c => c.key) : Object.keys(seen.rows[0] ?? {})
  const above = items[0]?.start ?? 0
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroll} className={css.scroll} tabIndex={0} aria-label={say('Scroll rows of {name}', { name })}>
      <table className={css.rows} aria-label={say('Rows of {name}', { name })} aria-rowcount={seen.rows.length + 1}>
        <thead>
          <tr>
            {columns.map(column => (
              <Head key={column}>{column}</Head>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Spacer px={above} />}
          {items.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2}>
              {columns.map(column => (
                <Cell key={column} value={seen.rows[index]?.[column]} />
              ))}
            </tr>
          ))}
          {below > 0 && <Spacer px={below} />}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ value }: { value: unknown }) {
  const text = cellText(value)
  return <td className={text === null ? css.empty : ''}>{text ?? say('empty')}</td>
}

const Spacer = ({ px }: { px: number }) => (
  <tr aria-hidden>
    <td style={{ height: px, padding: 0, border: 0 }} />
  </tr>
)
