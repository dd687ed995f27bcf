/** What the server could not take yet, kept on this device until it can: a closed tab or a dead line loses nothing. */
import type { Flow } from '../../runtime/flow.ts'
import { merge } from './merge.ts'

const nameOf = (id: string) => `tributary.unsaved.${id}`

/** Where it is kept: the browser's local storage. */
export type Drawer = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface Journal {
  /** Keeps the draft and what it was made from. */
  keep(id: string, base: Flow, mine: Flow): void
  forget(id: string): void
  /** What was kept, joined with what the server has now; nothing when that says the same. */
  recover(id: string, theirs: Flow): Flow | undefined
}

/** A full or forbidden drawer is no reason to stop editing. */
export function journalIn(drawer: Drawer): Journal {
  const tried = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  return {
    keep: (id, base, mine) => tried(() => drawer.setItem(nameOf(id), JSON.stringify({ base, mine }))),
    forget: id => tried(() => drawer.removeItem(nameOf(id))),
    recover: (id, theirs) =>
      tried(() => {
        const text = drawer.getItem(nameOf(id))
        if (text === null) return
        const { base, mine } = JSON.parse(text) as { base: Flow; mine: Flow }
        const { flow } = merge(base, mine, theirs)
        return JSON.stringify(flow) === JSON.stringify(theirs) ? undefined : flow
      }),
  }
}
