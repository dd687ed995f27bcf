/** A flow whose owner wants to be asked first is counted before it is sent: with ten times more or less than usual, nothing leaves. */

import type { Flow } from '../../runtime/flow.ts'
import type { RunReport } from '../../runtime/report.ts'
import type { Store } from '../store/open.ts'
import { isWhole } from '../store/runs.ts'
import { type ExecuteOptions, execute, type Workplace } from './execute.ts'
import { unusualVolume, usualOf } from './usual.ts'

/** The report of a run that waits for a person instead of sending; undefined when it may go on. */
export async function heldForVolume(store: Store, flow: Flow, options: ExecuteOptions, place: Workplace): Promise<RunReport | undefined> {
  if (flow.delivery?.volume !== 'hold' || options.asked || !isWhole(options)) return undefined
  const known = (destination: string) => usualOf(store, { id: options.run, flow: options.flowId }, destination)
  const ends = flow.nodes.map(({ id }) => id)
  if (!ends.some(id => known(id))) return undefined
  const counted = await execute(flow, { ...options, dryRun: true, progress: () => {}, problems: () => {} }, place)
  let held = false
  const paths = counted.paths.map(path => {
    const remark = path.error ? undefined : unusualVolume(path, known(path.destination))
    if (!remark) return path
    held = true
    const error = {
      code: 'volume_unusual',
      message: 'Much more or less than usual is new',
      why: `${remark.message} Nothing was sent; resume to send it.`,
      node: path.destination,
      needs: 'person' as const,
    }
    return { ...path, state: 'failed' as const, error }
  })
  if (!held) return undefined
  // One run, one answer: what is not unusual waits along and goes with it.
  return { ...counted, state: 'failed', paths: paths.map(path => (path.error ? path : { ...path, state: 'stopped' })) }
}
