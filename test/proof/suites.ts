/** The suites by name, with the counts of a full proof and those that fit into every test run. */
import type { Surroundings } from './case.ts'
import { faults } from './faults.ts'
import { histories } from './histories.ts'
import { labelled } from './labelled.ts'
import { largeRuns } from './large-runs.ts'
import { malformed } from './malformed.ts'
import { planted } from './planted.ts'
import { platformFaults } from './platform-faults.ts'
import { powerCuts } from './power-cuts.ts'
import { processFaults } from './process-faults.ts'
import { randomKills } from './random-kills.ts'
import { soak } from './soak.ts'
import { sourceFaults } from './source-faults.ts'
import { tallies } from './tallies.ts'

export interface Suite {
  title: string
  /** Cases of a full proof. */
  count: number
  /** Cases within `npm test`; 0: not there. */
  small: number
  prove(around: Surroundings, count: number): Promise<void>
}
export const suites: Readonly<Record<string, Suite>> = {
  histories: { title: 'histories of the engine, every moment by chance', count: 10_000, small: 0, prove: histories },
  moments: { title: 'kill -9 at a named moment', count: 500, small: 4, prove: labelled },
  large: { title: 'a large run, killed while the second thread is at work', count: 60, small: 2, prove: largeRuns },
  times: { title: 'kill -9 at any time, run and serve', count: 200, small: 2, prove: randomKills },
  tallies: { title: 'the run page beside the platform’s own tally, kills, stops and pauses', count: 200, small: 0, prove: tallies },
  power: { title: 'power cuts', count: 500, small: 6, prove: powerCuts },
  platform: { title: 'faults of the platform, each alone, then pairs', count: 100, small: 3, prove: platformFaults },
  machine: { title: 'faults of the machine', count: 22, small: 1, prove: processFaults },
  source: { title: 'faults of the source', count: 12, small: 2, prove: sourceFaults },
  malformed: { title: 'malformed rows, from a file and from Postgres', count: 10_000, small: 120, prove: malformed },
  soak: { title: 'soak, in seconds', count: 300, small: 0, prove: soak },
  planted: { title: 'faults planted in a copy of the build, to be found', count: faults.length, small: 2, prove: planted },
}
