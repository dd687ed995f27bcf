/** The item that is ready and waits for room, for a task that ends: it may go on with it instead of leaving it to another. */
export interface Waiting<T> {
  readonly item: T | undefined
  /** It is the caller's from now on. */
  take(): void
}

/**
 * Runs `task` over a stream with at most `size` under way; the next item is made ready while they run, and a task may take
 * it over. The first failure ends the pulling; what is under way is always waited for, and no rejection floats free. Nobody
 * else in the product races promises.
 */
export async function window<T>(
  stream: AsyncIterable<T>,
  size: number,
  task: (item: T, waiting: Waiting<T>) => Promise<void>,
): Promise<void> {
  const under = new Set<Promise<void>>()
  let failure: { cause: unknown } | undefined
  let ready: { item: T; taken: () => void } | undefined
  const waiting: Waiting<T> = {
    get item() {
      return failure ? undefined : ready?.item
    },
    take() {
      ready?.taken()
      ready = undefined
    },
  }
  const start = (item: T) => {
    const done: Promise<void> = task(item, waiting)
      .catch(cause => {
        failure ??= { cause }
      })
      .then(() => {
        under.delete(done)
      })
    under.add(done)
  }
  try {
    for await (const item of stream) {
      const taken = new Promise<void>(resolve => {
        ready = { item, taken: resolve }
      })
      while (ready && under.size >= size) await Promise.race([taken, ...under])
      if (failure) break
      if (!ready) continue
      ready = undefined
      start(item)
    }
  } finally {
    ready = undefined
    await Promise.all(under)
  }
  if (failure) throw failure.cause
}
