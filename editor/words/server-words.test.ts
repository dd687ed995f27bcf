import { expect, test } from 'vitest'
import { teller } from './server-words.ts'

const tell = teller({
  Email: 'E-mail',
  '{field} is empty': '{field} est vide',
  'It helps.': 'Cela aide.',
  '"{a}" is {b}, not {a}': '« {a} » est {b}, pas {a}',
})

test.each<[english: string, french: string | undefined, how: string]>([
  ['Email', 'E-mail', 'word for word'],
  ['Email is empty', 'E-mail est vide', 'by a pattern, what fills it too'],
  ['zone is empty', 'zone est vide', 'what fills it may be anything'],
  ['Email is empty.', 'E-mail est vide.', 'with the stop at its end'],
  ['Email is empty. It helps.', 'E-mail est vide. Cela aide.', 'sentence by sentence'],
  ['Email is empty. Who knows?', undefined, 'not by half'],
  ['"x" is y, not x', '« x » est y, pas x', 'one name twice is one value'],
  ['"x" is y, not z', undefined, 'and only that'],
  ['constructor', undefined, 'no names but its own'],
])('%s → %s: %s', (english, french, _how) => expect(tell(english)).toBe(french))
