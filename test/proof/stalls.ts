/** A process that is there and does nothing, and one that dies of what it holds. */
import { died, lostOnTheWay } from './checker.ts'
import type { Case, Finish } from './process-faults.ts'

export const stalls = (finish: Finish): readonly Case[] => [
  {
    name: 'event loop blocked for 40 s while a request is under way',
    async play(shop, platform) {
      platform.manners.delayMs = 300
      const { code } = await shop.run({ hook: { PROOF_HASTY: '1', PROOF_BLOCK: 'send:left:3:40000' } }).ended
      // Its time was over before its answer was looked at.
      for (const request of platform.requests.slice(2, 3)) request.told = false
      lostOnTheWay(shop)
      const [third, fourth] = platform.requests.slice(2, 4)
      const stood = (fourth?.at ?? 0) - (third?.at ?? 0)
      delete platform.manners.delayMs
      return finish(shop, [stood < 39_000 && `it stood still for ${stood} ms only`, code !== 0 && code !== 2 && `ended with ${code}`])
    },
  },
  {
    name: 'the heap fills up while a request is under way',
    async play(shop, platform) {
      platform.manners.delayMs = 4000
      const full = { hook: { PROOF_HASTY: '1', PROOF_FILL: 'send:left:3' }, env: { NODE_OPTIONS: '--max-old-space-size=128' } }
      const { code, signal, report } = await shop.run(full).ended
      delete platform.manners.delayMs
      died(shop)
      return finish(shop, [report !== undefined && `it ended with ${code ?? signal} as if nothing had been`])
    },
  },
]
