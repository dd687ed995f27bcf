/** SIGINT and SIGTERM once: stop gently. Twice: cut. */
import type { Logger } from 'pino'

/** A terminal and npm both pass one key press on: what comes this soon after is the same one. */
const SAME_PRESS_MS = 250

export function onSignals(log: Logger): { stop: AbortSignal; kill: AbortSignal; quiet(): void } {
  const stop = new AbortController()
  const kill = new AbortController()
  let first = 0
  const heard = (signal: NodeJS.Signals) => {
    if (first === 0) {
      first = performance.now()
      log.warn({ signal }, 'stopping: what is under way is finished; once more cuts it')
      stop.abort()
    } else if (performance.now() - first > SAME_PRESS_MS) {
      log.warn({ signal }, 'cut')
      kill.abort()
    }
  }
  process.on('SIGINT', heard).on('SIGTERM', heard)
  return { stop: stop.signal, kill: kill.signal, quiet: () => void process.off('SIGINT', heard).off('SIGTERM', heard) }
}
