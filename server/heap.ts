/**
 * Little memory for what lives shortly. A run makes rows and events by the million and keeps none of them; left alone, V8
 * lets what lives longer grow up to fourfold before it looks for garbage, and the whole program has to stay under 350 MB.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Until the next full look, memory may grow by so much of what lives (`runtime/speed.decision.md`). */
const GROWS = '--heap-growing-percent=70'

/** What to set for this process; nothing where Node was told on its command line how much memory there is. */
export const heapFlags = (told: readonly string[], options = ''): readonly string[] =>
  /heap|old-space/.test(`${told.join(' ')} ${options}`) ? [] : [GROWS]

/** What lives shortly has so much room, both halves of it, in bytes: less is looked through more often, more is touched for nothing. */
const YOUNG = 16 * 1024 * 1024
const STAYS = '--semi-space-growth-factor=1'

/** Whether the room of what lives shortly is left to Node: it was told how large that is, or how large all of it. */
export const youngIsTold = (told: readonly string[], options = ''): boolean =>
  /semi.space|max.heap.size|young.generation/.test(`${told.join(' ')} ${options}`)

/** For the whole process, from now on. */
export function keepHeapSmall(): void {
  for (const flag of heapFlags(process.execArgv, process.env.NODE_OPTIONS)) setFlagsFromString(flag)
  if (!youngIsTold(process.execArgv, process.env.NODE_OPTIONS)) keepYoungSmall()
}

/**
 * V8 takes the size itself only before Node starts, but asks each time by how much to grow. It starts with too little, so
 * it may grow until it is large enough; looked at after each collection, which is when it grows.
 */
function keepYoungSmall(): void {
  const watch = new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if (young && young.space_size < YOUNG) return
    setFlagsFromString(STAYS)
    watch.disconnect()
  })
  watch.observe({ entryTypes: ['gc'] })
}
