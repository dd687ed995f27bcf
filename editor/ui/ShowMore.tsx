import { useEffect, useRef } from 'react'
import { announce } from '../announce/announce.ts'
import { Button } from './Button.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import style from './ShowMore.module.css'

/**
 * How much of a long list is shown, and the press that shows more of it. What came is said to screen readers; a page that
 * could not be had says why.
 */
export function ShowMore({
  says,
  act,
  hasNextPage,
  isFetchingNextPage = false,
  isFetchNextPageError = false,
  error,
  fetchNextPage,
}: {
  /** "40 of 200 runs shown." */
  says: string
  act: string
  hasNextPage: boolean
  isFetchingNextPage?: boolean
  isFetchNextPageError?: boolean
  error?: unknown
  fetchNextPage(): unknown
}) {
  const line = useRef<HTMLParagraphElement>(null)
  const asked = useRef(false)
  const more = () => {
    asked.current = true
    void fetchNextPage()
  }
  useEffect(() => {
    if (!asked.current || isFetchingNextPage) return
    asked.current = false
    if (isFetchNextPageError) return
    announce(says)
    // The last page takes the button along: the keyboard stays where it was.
    if (!hasNextPage && document.activeElement === document.body) line.current?.focus()
  }, [says, hasNextPage, isFetchingNextPage, isFetchNextPageError])
  return (
    <>
      {isFetchNextPageError && <ErrorNote error={error} />}
      <p ref={line} tabIndex={-1} className={style.line}>
        {says}
        {hasNextPage && (
          <Button size="small" pending={isFetchingNextPage} onPress={more}>
            {act}
          </Button>
        )}
      </p>
    </>
  )
}
