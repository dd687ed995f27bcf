/**
 * Runs `task` over a stream with at most `size` under way; the next item is made ready while they run. The first
 * failure ends the pulling; what is under way is always waited for, and no rejection floats free. Nobody else in the
 * product races promises.
 */
export async function window<T>(stream: AsyncIterable<T>, size: number, task: (item: T) => Promise<void>): Promise<void> {
  const under = new Set<Promise<void>>()
  let failure: { cause: unknown } | undefined
  const start = (item: T) => {
    const done: Promise<void> = task(item)
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
      while (under.size >= size) await Promise.race(under)
      if (failure) break
      start(item)
    }
  } finally {
    await Promise.all(under)
  }
  if (failure) throw failure.cause
}
