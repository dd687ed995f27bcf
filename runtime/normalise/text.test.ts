/** What counts as nothing is told quickly, and the same as by its words alone. */
import { expect, test } from 'vitest'
import { cleaned, isEmptyWord } from './text.ts'

const WORDS = [
  '-',
  '—',
  "''",
  '\\n',
  'null',
  '(null)',
  '#N/A',
  'NaN',
  'Keine Angabe',
  'Non renseigné',
  'K.A.',
  '\u212a.a.',
  'N/A',
  '[Object Object]',
  'nUlL',
]
test.each(WORDS)('%s says nothing', word => expect([isEmptyWord(word), cleaned(word)]).toMatchObject([true, { code: 'empty' }]))

test.each(['nul1', 'nu', 'n\u0130l', 'nullx', 'A1', '\u0130', '#', ' null', '0', '(none', 'ka', 'Na\u00efve'])('%s says something', word =>
  expect(isEmptyWord(word)).toBe(false),
)
