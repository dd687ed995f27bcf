/** Part of the editor as it is on a page in another language, which a page keeps for its whole life. */
import { vi } from 'vitest'

/** `work` imports what it needs. Test files share their modules: what was loaded in that language is forgotten again. */
export async function inLanguage(language: string, work: () => Promise<void>): Promise<void> {
  vi.resetModules()
  vi.stubGlobal('location', { search: `?lang=${language}` })
  vi.stubGlobal('document', { documentElement: {} })
  try {
    await (await import('../../editor/words/words.ts')).learn()
    await work()
  } finally {
    vi.unstubAllGlobals()
    vi.resetModules()
  }
}
