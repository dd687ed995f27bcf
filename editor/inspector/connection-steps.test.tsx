/** What a tried connection says in a step's settings is in the language of the page, station by station. */
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { inLanguage } from '../../test/stand-ins/in-language.ts'

const refused = 'The database refused the login. User or password is wrong.'
const result = {
  ok: false,
  steps: [
    { name: 'Find the server', ok: true },
    { name: 'Log in', ok: false, message: refused },
  ],
}
it('of a login that a database refused', () =>
  inLanguage('fr', async () => {
    const [{ ConnectionSteps }, { told }] = await Promise.all([import('./ConnectionSteps.tsx'), import('../words/words.ts')])
    const words = renderToStaticMarkup(<ConnectionSteps result={told(result)} />).replaceAll(/<[^>]+>/g, ' ')
    expect(words).toContain('Trouver le serveur')
    expect(words).toContain('Se connecter')
    expect(words).toContain('L’utilisateur ou le mot de passe est faux.')
  }))
