import { Table } from '../../ui/Table.tsx'
import { count, say } from '../../words/words.ts'
import css from './segments.module.css'
import { shareWords } from './uses.ts'

export interface ShareLine {
  id: string
  text: string
  rows: number
  /** Drawn without colour: what is not one thing. */
  plain?: boolean
  /** Which part of a drawing it explains. */
  part?: string
}

/** Numbers with a bar under each: a chart for who sees it, a table for everybody. */
export function ShareTable({ name, head, all, lines }: { name: string; head: string; all: number; lines: readonly ShareLine[] }) {
  const most = Math.max(1, ...lines.filter(line => !line.plain).map(line => line.rows))
  return (
    <Table
      name={name}
      className={css.shares!}
      head={
        <>
          <th scope="col">{head}</th>
          <th scope="col" data-number>
            {say('Rows')}
          </th>
          <th scope="col" data-number>
            {say('Share')}
          </th>
        </>
      }
    >
      {lines.map(({ id, text, rows, plain, part }) => (
        <tr key={id}>
          <th scope="row">
            <span className={css.value} data-part={part}>
              {text}
            </span>
            {part === undefined && (
              <span aria-hidden className={css.bar} data-plain={plain} style={{ width: `${Math.min(100, (100 * rows) / most)}%` }} />
            )}
          </th>
          <td data-number>{count(rows)}</td>
          <td data-number>{shareWords(rows, all)}</td>
        </tr>
      ))}
    </Table>
  )
}
