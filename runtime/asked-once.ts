/** What is asked once and remembered, also while the answer is on its way. A failure is forgotten, so that the next one who asks tries again. */
export class AskedOnce<T> {
  readonly #answers = new Map<string, Promise<T>>()

  ask(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key)
    if (known) return known
    const made = make()
    this.#answers.set(key, made)
    made.catch(() => this.#answers.delete(key))
    return made
  }
}
