import type { Run } from '../../server/api/payloads.ts'
import style from './Ribbon.module.css'
import { tallyOf } from './words.ts'

const [W, H] = [112, 18]

/** A run as a ribbon: rows come in on the left, what was accepted goes on, what was left out or refused drifts away. The sentence beside it says the numbers. */
export function Ribbon({ run }: { run: Run | null }) {
  if (!run)
    return (
      <svg aria-hidden className={style.ribbon} viewBox={`0 0 ${W} ${H}`} width={W} height={H}>
        <path className={style.empty} d={`M0 ${H / 2}H${W}`} />
      </svg>
    )
  const t = tallyOf(run)
  const share = (n: number) => (t.read === 0 ? 0 : n / t.read)
  const thick = (n: number) => (n === 0 ? 0 : Math.max(1.5, share(n) * (H - 4)))
  const lost = t.rejected + t.invalid + t.uncertain + t.expired
  const [all, kept, out] = [t.read === 0 ? 1 : H - 4, thick(t.delivered), thick(lost)]
  return (
    <svg aria-hidden className={style.ribbon} viewBox={`0 0 ${W} ${H}`} width={W} height={H}>
      {lost > 0 && <path className={style.loss} d={band(all - out, all, H - out - 0.5, H - 0.5)} />}
      {kept > 0 && <path className={style.kept} d={band(0, all, 0, kept)} />}
      {kept === 0 && <path className={style.empty} d={`M0 ${H / 2}H${W}`} />}
    </svg>
  )
}

/** A band that is `from` to `to` high on the left and `top` to `bottom` on the right. */
const band = (from: number, to: number, top: number, bottom: number): string =>
  `M0 ${from}C${W * 0.45} ${from} ${W * 0.4} ${top} ${W} ${top}V${bottom}C${W * 0.4} ${bottom} ${W * 0.45} ${to} 0 ${to}Z`
