import { create } from 'zustand'

const KEPT = 6

/** What the polite live region says: the last few sentences. The count makes the same one said twice two. */
export const useAnnouncement = create<{ said: readonly { text: string; count: number }[]; count: number }>()(() => ({ said: [], count: 0 }))

/** Says a sentence once to screen readers, in the live region `Editor announcements`; none is lost to another that comes right after it. */
export const announce = (text: string): void =>
  useAnnouncement.setState(({ said, count }) => ({ said: [...said, { text, count: count + 1 }].slice(-KEPT), count: count + 1 }))
