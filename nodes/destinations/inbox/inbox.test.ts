/** The Test inbox speaks whatever language it is told to, and needs no connection. */
import { expect, it } from 'vitest'
import inbox from './index.ts'

it('speaks the language of the kind chosen, or leaves the choice open', () => {
  expect(inbox.speaks!(inbox.config.parse({ rules: 'somewhere' }))).toBe('somewhere')
  expect(inbox.speaks!(inbox.config.parse({}))).toBe('')
})

it('sends nowhere: it has no address, no connection and no language of its own', () => {
  expect([inbox.host, inbox.connection, inbox.dialect]).toEqual([undefined, undefined, undefined])
})

it('says what it does on its card', () => {
  expect(inbox.sentence!({ rules: '' })).toMatch(/sends nothing/)
  expect(inbox.sentence!({ rules: 'somewhere' })).toContain('somewhere')
})
