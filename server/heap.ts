/**
 * Little memory for what lives shortly. A run makes rows and events by the million and keeps none of them; left alone, V8
 * lets what lives longer grow up to fourfold before it looks for garbage, and the whole program has to stay under 350 MB.
 */
import { setFlagsFromString } from 'node:v8'

/** Until the next full look, memory may grow by so much of what lives (`runtime/speed.decision.md`). */
const GROWS = '--heap-growing-percent=70'

/** What to set for this process; nothing where Node was told on its command line how much memory there is. */
export const heapFlags = (told: readonly string[], options = ''): readonly string[] =>
  /heap|old-space/.test(`${told.join(' ')} ${options}`) ? [] : [GROWS]

/** For the whole process, from now on. */
export function keepHeapSmall(): void {
  for (const flag of heapFlags(process.execArgv, process.env.NODE_OPTIONS)) setFlagsFromString(flag)
}
