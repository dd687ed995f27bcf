/** The states that `server/README.md` draws are the ones there are: every arrow is walked, and no other. */
import { expect, it } from 'vitest'
import { history } from './history.ts'
import { scratch } from './scratch.ts'
import { drawn, transitions } from './transitions.ts'

const TRIES = 400

it('every arrow of a request and of an event is walked, and none that is not drawn', { timeout: 600_000 }, async () => {
  const { store, close } = scratch()
  const seen = transitions()
  const missing = () => [
    ...drawn('A request').filter(arrow => !seen.walked.request.has(arrow)),
    ...drawn('An event').filter(arrow => !seen.walked.event.has(arrow)),
  ]
  try {
    for (let seed = 1; seed <= TRIES && (missing().length > 0 || seed < 25); seed++) await history(store, seed, undefined, seen)
  } finally {
    close()
  }
  expect([...seen.walked.request].sort()).toEqual(drawn('A request'))
  expect([...seen.walked.event].sort()).toEqual(drawn('An event'))
})
