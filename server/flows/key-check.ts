/** Whether the keys of what is about to go live tell rows apart: counted in the source, for as long as a person waits. */
import { Stop } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { destinationsOf, place as placed } from '../../runtime/resolve.ts'
import type { Repeated } from '../api/payloads.ts'
import type { Workplace } from '../runs/workplace.ts'
import { repeatsAt } from './repeats.ts'

const WAIT_MS = 20_000

export interface KeyRemark {
  node: string
  /** `many`: the columns are no key, and nothing says which row of a key is meant. */
  verdict: 'few' | 'many' | 'not_counted'
  message: string
}

/** What is worth saying of the key of each model that a destination is fed by, and that keeps no row of each key by choice. */
export async function keyRemarks(flow: Flow, place: Workplace, personal: ReadonlySet<string>): Promise<KeyRemark[]> {
  const models = destinationsOf(flow, place.kinds).flatMap(leaf =>
    placed(flow, leaf, place.kinds).partial.placed.flatMap(({ id, kind, config }) =>
      kind.role === 'model' && !kind.query(config).keep ? [id] : [],
    ),
  )
  const remarks: KeyRemark[] = []
  for (const node of new Set(models)) {
    try {
      const found = await repeatsAt(flow, node, place, personal, WAIT_MS)
      if (found.verdict !== 'none') remarks.push({ node, verdict: found.verdict, message: words(found) })
    } catch (cause) {
      if (!(cause instanceof Stop)) throw cause
      remarks.push({ node, verdict: 'not_counted', message: `Whether the key repeats could not be counted: ${cause.message}.` })
    }
  }
  return remarks
}

function words({ keys, repeated, extra, examples, whole }: Repeated): string {
  const share = ((extra / (keys + extra)) * 100).toFixed(1)
  const worst = examples.slice(0, 3).map(({ key, rows }) => `${key} (×${rows})`)
  const looked = whole ? '' : ' of the first rows'
  const rows = extra === 1 ? '1 row' : `${extra.toLocaleString('en')} rows`
  return `${rows} (${share} %${looked}) ${extra === 1 ? 'repeats' : 'repeat'} a key that another row has: ${repeated.toLocaleString('en')} of ${keys.toLocaleString('en')} keys, such as ${worst.join(', ')}.`
}
