import { say } from '../words/words.ts'
import style from './Skeleton.module.css'
import { VisuallyHidden } from './VisuallyHidden.tsx'

/** Holds the place of one line; appears after 200 ms only. */
export const Skeleton = ({ width = '60%' }: { width?: string }) => <span aria-hidden className={style.bar} style={{ width }} />

const WIDTHS = ['46%', '38%', '52%', '41%', '35%', '49%']
/** Holds the place of rows while they are read. */
export function SkeletonRows({ rows = 6, name = say('Loading') }: { rows?: number; name?: string }) {
  return (
    <div role="status" className={style.rows}>
      <VisuallyHidden>{name}</VisuallyHidden>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing are all alike
        <span key={at} className={style.row} aria-hidden>
          <Skeleton width={WIDTHS[at % WIDTHS.length]!} />
        </span>
      ))}
    </div>
  )
}
