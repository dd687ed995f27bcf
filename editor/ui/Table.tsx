import type { ReactNode } from 'react'
import { say } from '../words/words.ts'
import { cx } from './cx.ts'
import style from './Table.module.css'

/** A plain table that scrolls sideways by itself. `data` sets cells in the data face. Rows are ordinary `tr`. */
export function Table({
  name,
  head,
  children,
  data,
  className,
}: {
  name: string
  head: ReactNode
  children: ReactNode
  data?: boolean
  className?: string
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={cx(style.scroll, className)} tabIndex={0} role="group" aria-label={say('Table {name}', { name })}>
      <table className={cx(style.table, data && style.data)} aria-label={name}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** A column head; with `onSort` it is a button that orders the rows. */
export function Head({
  children,
  number,
  sorted,
  onSort,
}: {
  children: ReactNode
  number?: boolean
  sorted?: 'ascending' | 'descending' | undefined
  onSort?: () => void
}) {
  return (
    <th scope="col" data-number={number || undefined} aria-sort={sorted ?? (onSort ? 'none' : undefined)}>
      {onSort ? (
        <button type="button" className={style.sort} onClick={onSort}>
          {children}
          {sorted && <span aria-hidden>{sorted === 'ascending' ? ' ↑' : ' ↓'}</span>}
        </button>
      ) : (
        children
      )}
    </th>
  )
}
