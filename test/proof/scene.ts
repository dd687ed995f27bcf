/** What a planted fault is played in: a shop and a platform that are there for one story, with or without the fault. */
import { ids, type Surroundings, toTheEnd } from './case.ts'
import type { Finding } from './checker.ts'
import { openPlatform, type Platform } from './platform.ts'
import { type FlowOptions, openShop, type Shop, type ShopOptions } from './shop.ts'

/** Waits before a retry are at their floor. */
export const launch = { hook: { PROOF_HASTY: '1' } }

/** `program`: the build that the story is played with. */
export type Scene = (program: string | undefined, around: Surroundings) => Promise<Finding>
type Play = (shop: Shop, platform: Platform, program: string | undefined) => Promise<Finding>

export const scene =
  (options: FlowOptions & { rows?: number }, play: Play): Scene =>
  program =>
    played({ rows: 60, batch: 10, ...options }, play, program)

export async function played(
  options: Omit<ShopOptions, 'platform' | 'program'>,
  play: Play,
  program: string | undefined,
): Promise<Finding> {
  const platform = await openPlatform()
  const shop = openShop({ platform, ...options, ...(program && { program }) })
  try {
    return await play(shop, platform, program)
  } finally {
    await platform.close()
    shop.remove()
  }
}

export const finish = (shop: Shop): Promise<Finding> => toTheEnd(shop, { taken: ids(shop.all), launch, runs: 4, quiet: 2 })
