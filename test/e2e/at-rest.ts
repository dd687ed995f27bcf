/** Where a thing is once it has come to rest: a press at a place that was looked up while it moved meets something else. */
import type { Locator } from 'playwright-core'

export interface Spot {
  x: number
  y: number
}
export type Box = Spot & { width: number; height: number }

/** What moves a card is drawn within a few frames of the act that asked for it: so many alike, and nothing is on its way. */
const FRAMES = 6
/** What still moves after so many never rests. */
const PATIENCE = 900

export async function boxAtRest(thing: Locator): Promise<Box> {
  for (;;) {
    const box = await thing.evaluate(still, [FRAMES, PATIENCE] as const)
    if (box) return box
  }
}
export async function middleAtRest(thing: Locator): Promise<Spot> {
  const { x, y, width, height } = await boxAtRest(thing)
  return { x: x + width / 2, y: y + height / 2 }
}

/** In the page: its box after so many frames without a change; nothing where it was drawn anew meanwhile. */
const still = (element: Element, [frames, patience]: readonly [number, number]): Promise<Box | null> =>
  new Promise((resolve, reject) => {
    let before = ''
    let alike = 0
    let looks = 0
    const look = () => {
      if (!element.isConnected) return resolve(null)
      if (looks++ > patience) return reject(new Error(`It never rests: ${before}`))
      const { x, y, width, height } = element.getBoundingClientRect()
      const now = JSON.stringify([x, y, width, height])
      alike = now === before && width + height > 0 ? alike + 1 : 0
      before = now
      if (alike === frames) resolve({ x, y, width, height })
      else requestAnimationFrame(look)
    }
    look()
  })
