/** What the second thread does: a page of mapped events in, a page of finished ones out, one errand after the other. */
import { parentPort } from 'node:worker_threads'
import { oneDestination } from '../../nodes/one-destination.ts'
import { type Finish, finisher } from '../../runtime/finish.ts'
import { handedOver, packed } from '../../runtime/finished-page.ts'
import { Quality } from '../../runtime/quality.ts'
import type { Errand, Return } from './second-thread.ts'

const paths = new Map<number, { finish: Finish; quality: Quality }>()
const port = parentPort!
let before = Promise.resolve()

port.on('message', (errand: Errand) => {
  before = before
    .then(() => done(errand))
    .then(answer => port.postMessage(answer, 'page' in answer ? handedOver(answer.page) : []))
    // The class only: a message might hold data.
    .catch(cause => port.postMessage({ failed: cause instanceof Error ? cause.name : 'Unknown failure' } satisfies Return))
})

async function done(errand: Errand): Promise<Return> {
  if (errand.does === 'begin') {
    const { speaker, shape, alreadyHashed, ...how } = errand.order
    const dialect = (await oneDestination(speaker)).dialect!
    const quality = new Quality(dialect, shape, alreadyHashed)
    paths.set(errand.path, { finish: finisher({ ...how, dialect }, quality), quality })
    return { begun: true }
  }
  const { finish, quality } = paths.get(errand.path)!
  if (errand.does === 'finish') return { page: packed(errand.events.length, at => finish(errand.events[at]!, errand.now)) }
  paths.delete(errand.path)
  return { counted: quality.counted }
}
