/** The coverage of each path's last comparable run: a few shares by concept, no data. */
import type { CoverageBefore } from '../../runtime/report.ts'
import type { Store } from './open.ts'
import { forgetSettings, getSetting, setSetting } from './setting.ts'

/** Where runs of a path are compared with the one before. */
export interface CoverageMemory {
  last(flow: string, path: string): CoverageBefore | undefined
  keep(flow: string, path: string, coverage: CoverageBefore): void
}

const ofFlow = (flow: string): string => `coverage\n${flow}\n`
const nameOf = (flow: string, path: string): string => ofFlow(flow) + path

export const coverageMemory = (store: Store): CoverageMemory => ({
  last(flow, path) {
    const text = getSetting(store, nameOf(flow, path))
    return text === undefined ? undefined : (JSON.parse(text) as CoverageBefore)
  },
  keep: (flow, path, coverage) => setSetting(store, nameOf(flow, path), JSON.stringify(coverage)),
})

/** A flow that is gone has no run to be compared with. */
export const forgetCoverage = (store: Store, flow: string): void => forgetSettings(store, ofFlow(flow))
