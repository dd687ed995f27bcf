/** How far a run has got. Pure. */
import type { Run } from '../../server/api/payloads.ts'
import { tallyOf } from './words.ts'

export interface Far {
  /** Rows dealt with; of those that are read one by one, where `of` is known. */
  settled: number
  /** Null while a way has not begun, or where a source does not count. */
  of: number | null
  /** 0 to 1, each way an equal part; null where nothing is known of the one under way. */
  share: number | null
}

export function farOf({ paths }: Pick<Run, 'paths'>): Far {
  const begun = paths.filter(path => path.state !== 'running' || path.nodes.length > 0)
  const counted = begun.every(path => path.state !== 'running' || path.progress)
  const parts = paths.map(({ state, progress, tally }) => {
    if (state !== 'running') return { settled: tally.read, rows: tally.read, share: 1 }
    if (!progress) return { settled: 0, rows: 0, share: 0 }
    return { settled: progress.settled, rows: progress.rows, share: progress.rows ? progress.settled / progress.rows : 1 }
  })
  const sum = (of: 'settled' | 'rows' | 'share') => parts.reduce((total, part) => total + part[of], 0)
  if (!counted || begun.length === 0) return { settled: tallyOf({ paths }).read, of: null, share: null }
  return { settled: sum('settled'), of: begun.length === paths.length ? sum('rows') : null, share: sum('share') / paths.length }
}

const SPOKEN = [75, 50, 25]
/** The mark that was passed last, for those who hear: 25, 50, 75 percent. */
export const markOf = ({ share }: Far): number => (share === null ? 0 : (SPOKEN.find(mark => share * 100 >= mark) ?? 0))
