/** The coverage of each path's last comparable run: a few shares by concept, no data. */
import type { CoverageBefore } from '../../runtime/report.ts'
import type { Store } from './open.ts'
import { getSetting, setSetting } from './setting.ts'

/** Where runs of a path are compared with the one before. */
export interface CoverageMemory {
  last(flow: string, path: string): CoverageBefore | undefined
  keep(flow: string, path: string, coverage: CoverageBefore): void
}

const nameOf = (flow: string, path: string): string => `coverage\n${flow}\n${path}`

export const coverageMemory = (store: Store): CoverageMemory => ({
  last(flow, path) {
    const text = getSetting(store, nameOf(flow, path))
    return text === undefined ? undefined : (JSON.parse(text) as CoverageBefore)
  },
  keep: (flow, path, coverage) => setSetting(store, nameOf(flow, path), JSON.stringify(coverage)),
})
