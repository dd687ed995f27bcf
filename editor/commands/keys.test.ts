import { expect, it } from 'vitest'
import { inLanguage } from '../../test/stand-ins/in-language.ts'

it.each([
  ['en', ['Ctrl+Shift+Z', 'Ctrl+Enter', 'Space', 'Shift+F6']],
  ['fr', ['Ctrl+Maj+Z', 'Ctrl+Entrée', 'Espace', 'Maj+F6']],
])('in %s keys are called as on the keyboards there', (language, words) =>
  inLanguage(language, async () => {
    const { keyWords } = await import('./keys.ts')
    expect(['Mod+Shift+z', 'Mod+Enter', ' ', 'Shift+F6'].map(keyWords)).toEqual(words)
  }),
)
