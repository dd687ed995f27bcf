import { create } from 'zustand'

/** What the polite live region says; the count makes the same sentence said twice a change. */
export const useAnnouncement = create<{ text: string; count: number }>()(() => ({ text: '', count: 0 }))

/** Says a sentence once to screen readers, in the live region `Editor announcements`. */
export const announce = (text: string): void => useAnnouncement.setState(s => ({ text, count: s.count + 1 }))
