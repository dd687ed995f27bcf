/** The words of the page in a language, for a walk that is made in several: what the catalogues hold, filled in. */
import { fill, type Values } from '../../editor/words/fill.ts'
import french from '../../editor/words/fr.json' with { type: 'json' }
import ofServer from '../../editor/words/fr-server.json' with { type: 'json' }
import { teller } from '../../editor/words/server-words.ts'

export type Spoken = 'en' | 'fr'
export interface Words {
  /** What the editor says; a text that the catalogue lacks is a fault of the walk or of the catalogue. */
  say(english: string, values?: Values): string
  /** What the server says, as the page shows it. */
  tell(english: string): string
}

export function wordsOf(language: Spoken): Words {
  if (language === 'en') return { say: (english, values) => fill(english, values, 'en-GB'), tell: english => english }
  const catalogue: Readonly<Record<string, string>> = french
  const known = teller(ofServer)
  const must = (words: string | undefined, english: string): string => {
    if (words === undefined) throw new Error(`No French for: ${english}`)
    return words
  }
  return {
    say: (english, values) => fill(must(catalogue[english], english), values, 'fr-FR'),
    tell: english => must(known(english), english),
  }
}
