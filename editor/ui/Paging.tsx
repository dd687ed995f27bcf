import { useEffect, useRef } from 'react'
import { announce } from '../announce/announce.ts'
import { Button } from './Button.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import style from './Paging.module.css'

/** Which part of a long table is shown, and the presses to the parts beside it; stays in sight above the table. What came is said to screen readers. */
export function Paging({
  says,
  hint,
  next,
  previous,
  pages,
}: {
  /** "Rows 51 to 100 of 2,000." */
  says: string
  hint: string
  next: string
  previous: string
  pages: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    isFetchingNextPage: boolean
    isFetchingPreviousPage: boolean
    isFetchNextPageError: boolean
    isFetchPreviousPageError: boolean
    error: unknown
    fetchNextPage(): unknown
    fetchPreviousPage(): unknown
  }
}) {
  const { hasNextPage, hasPreviousPage, error } = pages
  const turning = pages.isFetchingNextPage || pages.isFetchingPreviousPage
  const line = useRef<HTMLDivElement>(null)
  const asked = useRef(false)
  const turn = (page: () => unknown) => () => {
    asked.current = true
    void page()
  }
  const failed = pages.isFetchNextPageError || pages.isFetchPreviousPageError
  useEffect(() => {
    // What could not be had is told by its note; a page that is read anew later was not asked for.
    if (failed) asked.current = false
  }, [failed])
  useEffect(() => {
    if (!asked.current) return
    asked.current = false
    announce(says)
    // At either end the press goes that led there: the keyboard stays where it was.
    if (document.activeElement === document.body) line.current?.focus()
  }, [says])
  return (
    <>
      {failed && <ErrorNote error={error} />}
      <div ref={line} tabIndex={-1} role="group" aria-label={says} className={style.line}>
        <p>
          {says} {hint}
        </p>
        {hasPreviousPage && (
          <Button size="small" pending={turning} onPress={turn(pages.fetchPreviousPage)}>
            {previous}
          </Button>
        )}
        {hasNextPage && (
          <Button size="small" pending={turning} onPress={turn(pages.fetchNextPage)}>
            {next}
          </Button>
        )}
      </div>
    </>
  )
}
