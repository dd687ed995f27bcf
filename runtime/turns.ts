/** Work in slices: a page of rows is never a long silence for whoever shares the process, such as the interface. */
import { bounds } from './bounds.ts'
import type { World } from './world.ts'

/** The longest that a slice goes on once it is noticed; one row is never cut in two. */
export const SLICE_MS = bounds.slice.most

export class Turns {
  readonly #world: Pick<World, 'now' | 'turn'>
  #began: number

  constructor(world: Pick<World, 'now' | 'turn'>) {
    this.#world = world
    this.#began = world.now()
  }
  /** Whether it is somebody else's turn. */
  get over(): boolean {
    return this.#world.turn !== undefined && this.#world.now() - this.#began >= SLICE_MS
  }
  async give(): Promise<void> {
    await this.#world.turn?.()
    this.#began = this.#world.now()
  }
}
