import { describe, expect, it } from 'vitest'
import { fill } from './fill.ts'
import { disguise } from './pseudo.ts'

const rows = 'Skipped {n, plural, =0 {nothing} one {# row} other {# rows}} of {step}.'

describe('a message is filled', () => {
  it.each([
    [0, 'en-GB', 'Skipped nothing of Paid.'],
    [1, 'en-GB', 'Skipped 1 row of Paid.'],
    [12480, 'en-GB', 'Skipped 12,480 rows of Paid.'],
    // French counts nought as one, as its grammar has it.
    [1.5, 'fr-FR', 'Skipped 1,5 row of Paid.'],
  ])('with %d in %s', (n, locale, words) => {
    expect(fill(rows, { n, step: 'Paid' }, locale)).toBe(words)
  })
  it('with values that look like messages, which stay as they are', () => {
    expect(fill('Renamed to {name}.', { name: '{n} # {name}' }, 'en-GB')).toBe('Renamed to {n} # {name}.')
  })
  it('and a name it does not know is left to be seen', () => {
    expect(fill('{a} and {b}', { a: 1 }, 'en-GB')).toBe('1 and {b}')
  })
  it('and a brace that is never closed breaks nothing', () => {
    expect(fill('Odd {n, plural, one {', { n: 1 }, 'en-GB')).toBe('Odd ')
  })
  it('in disguise with the same values', () => {
    expect(fill(disguise('Add {n, plural, one {# step} other {# steps}}'), { n: 2 }, 'en-GB')).toMatch(/^\[Áđđ 2 šťéƥš ~+\]$/)
  })
})
