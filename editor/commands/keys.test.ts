import { expect, it, vi } from 'vitest'

it.each([
  ['en', ['Ctrl+Shift+Z', 'Ctrl+Enter', 'Space', 'Shift+F6']],
  ['fr', ['Ctrl+Maj+Z', 'Ctrl+Entrée', 'Espace', 'Maj+F6']],
])('in %s keys are called as on the keyboards there', async (lang, words) => {
  vi.resetModules()
  vi.stubGlobal('location', { search: `?lang=${lang}` })
  vi.stubGlobal('document', { documentElement: {} })
  await (await import('../words/words.ts')).learn()
  const { keyWords } = await import('./keys.ts')
  expect(['Mod+Shift+z', 'Mod+Enter', ' ', 'Shift+F6'].map(keyWords)).toEqual(words)
  vi.unstubAllGlobals()
})
