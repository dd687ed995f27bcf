import { expect, it } from 'vitest'
import { Unusable } from '../dialect.ts'
import { foldedCity } from './folded.ts'

const context = { country: undefined, dayFirst: false, timezone: undefined, now: 0 }
it.each([
  ['São Paulo', 'saopaulo'],
  ['Łódź', 'lodz'],
  ['Zürich', 'zurich'],
  ['Groß-Gerau', 'grossgerau'],
  ['Århus', 'arhus'],
  ['paris', 'paris'],
])('%s is also spelled %s', (name, folded) => {
  expect(foldedCity.apply(name, context)).toBe(folded)
})
it('other scripts have no second spelling', () => {
  expect(foldedCity.apply('東京', context)).toBeInstanceOf(Unusable)
})
