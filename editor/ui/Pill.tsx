import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import style from './Pill.module.css'

/** What a colour means here: nothing, accepted, worth a look, must fix, running, ours. */
export type Tone = 'plain' | 'ok' | 'warn' | 'err' | 'run' | 'accent'

/** A short state in words; the colour only repeats it. */
export function Pill({
  tone = 'plain',
  icon,
  children,
  className,
}: {
  tone?: Tone
  icon?: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <span className={cx(style.pill, tone !== 'plain' && style[tone], className)}>
      {icon}
      {children}
    </span>
  )
}

/** The smallest label: "suggested", "new", "Live". */
export function Tag({ tone = 'accent', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={cx(style.pill, style.tag, tone !== 'plain' && style[tone])}>{children}</span>
}
