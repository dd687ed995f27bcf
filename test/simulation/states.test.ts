/** In no history does a request or an event take a step that is not in the table of moves. Each arrow is walked in `moves.test.ts`. */
import { expect, it } from 'vitest'
import { arrowsOf } from '../../server/store/moves.ts'
import { history } from './history.ts'
import { scratch } from './scratch.ts'
import { transitions } from './transitions.ts'

const HISTORIES = 25
/** Few histories come to these: a part whose turn never comes after a doubt, and a release that no run follows for days. */
const RARE: ReadonlySet<string> = new Set(['meant --> held', 'open --> closed', 'open --> uncertain'])

it('no history takes a step that is not in the table, and all but the rarest are taken', { timeout: 600_000 }, async () => {
  const { store, close } = scratch()
  const seen = transitions()
  try {
    for (let seed = 1; seed <= HISTORIES; seed++) await history(store, seed, undefined, seen)
  } finally {
    close()
  }
  for (const machine of ['request', 'event'] as const) {
    const walked = [...seen.walked[machine]]
    expect(walked.filter(arrow => !arrowsOf(machine).includes(arrow))).toEqual([])
    expect(arrowsOf(machine).filter(arrow => !walked.includes(arrow) && !RARE.has(arrow))).toEqual([])
  }
})
