import type { DocumentStore } from '../document/store.ts'

const PATIENCE_MS = 15_000

/** Resolves once the server has the draft as it is on screen; to `false` when that takes too long. */
export function untilSaved(store: DocumentStore): Promise<boolean> {
  const done = () => store.getState().flow === store.getState().base
  if (done()) return Promise.resolve(true)
  return new Promise(resolve => {
    const finish = (saved: boolean) => {
      clearTimeout(timer)
      stop()
      resolve(saved)
    }
    const stop = store.subscribe(() => done() && finish(true))
    const timer = setTimeout(() => finish(done()), PATIENCE_MS)
  })
}
