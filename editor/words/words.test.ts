import { expect, it } from 'vitest'
import { inLanguage } from '../../test/stand-ins/in-language.ts'

it('what begins with somebody’s name is said in French behind it, and the name stays', () =>
  inLanguage('fr', async () => {
    const { tellNamed } = await import('./words.ts')
    expect(tellNamed('Sample: both: Meta did not accept the token (190).')).toBe('Sample: both\u00a0: Meta n’a pas accepté le jeton (190).')
    const gone =
      'The column "a" is gone since the flow was published, and “b” uses it. New since then is "c": perhaps the same under another name.'
    expect(tellNamed(`Shop: ${gone}`)).toMatch(/^Shop\u00a0: La colonne «\sa\s» a disparu .* Depuis, il y a «\sc\s»\s: /)
    expect(tellNamed('Nobody: knows this.')).toBe('Nobody: knows this.')
  }))
