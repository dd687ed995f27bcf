import type { ReactNode } from 'react'
import { Meter as AriaMeter } from 'react-aria-components'
import style from './Meter.module.css'

/** How full something is, of a known whole; the words under it say the same. */
export function Meter({
  name,
  value,
  max = 100,
  words,
  tone,
}: {
  name: string
  value: number
  max?: number
  words?: ReactNode
  tone?: 'warn'
}) {
  return (
    <AriaMeter aria-label={name} value={value} minValue={0} maxValue={max} className={style.meter!}>
      {({ percentage }) => (
        <>
          <div className={style.track}>
            <div className={style.fill} data-tone={tone} style={{ width: `${percentage}%` }} />
          </div>
          {words && <span className={style.words}>{words}</span>}
        </>
      )}
    </AriaMeter>
  )
}
