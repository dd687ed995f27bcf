import type { ReactNode } from 'react'
import styles from './SkipLink.module.css'

/**
 * The first stop of a page for a keyboard, past its navigation to what the page is for. Seen only while it has the focus.
 * `go` where the keyboard goes on from somewhere better than the top of `to`.
 */
export const SkipLink = ({ to, go, children }: { to: `#${string}`; go?: () => void; children: ReactNode }) => (
  <a
    className={styles.skip}
    href={to}
    onClick={
      go &&
      (event => {
        event.preventDefault()
        go()
      })
    }
  >
    {children}
  </a>
)
