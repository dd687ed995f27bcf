import type { ReactNode } from 'react'
import style from './VisuallyHidden.module.css'

/** Text for screen readers alone. */
export const VisuallyHidden = ({ children }: { children: ReactNode }) => <span className={style.hidden}>{children}</span>
