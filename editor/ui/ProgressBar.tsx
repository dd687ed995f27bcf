import type { ReactNode } from 'react'
import { ProgressBar as AriaProgressBar } from 'react-aria-components'
import style from './Meter.module.css'

/** How far something has got. Without `value` the whole is unknown, and `words` must carry a count. */
export function ProgressBar({ name, value, words }: { name: string; value?: number | undefined; words: ReactNode }) {
  return (
    <AriaProgressBar aria-label={name} {...(value === undefined ? { isIndeterminate: true } : { value })} className={style.meter!}>
      {({ percentage, isIndeterminate }) => (
        <>
          <div className={style.track}>
            <div
              className={`${style.fill} ${isIndeterminate ? style.unknown : ''}`}
              data-tone="run"
              style={isIndeterminate ? undefined : { width: `${percentage}%` }}
            />
          </div>
          <span className={style.words}>{words}</span>
        </>
      )}
    </AriaProgressBar>
  )
}
