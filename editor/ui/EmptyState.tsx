import type { ReactNode } from 'react'
import style from './EmptyState.module.css'

/** What belongs here, why it is empty, and what to press. */
export function EmptyState({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div className={style.empty}>
      <p className={style.words}>{children}</p>
      {actions && <div className={style.acts}>{actions}</div>}
    </div>
  )
}
