import { expect, it } from 'vitest'
import { freeId, lacking, settingsOf } from './alert-form.ts'

it.each([
  ['Team & boss', [], 'team-boss'],
  ['Team & boss', ['team-boss'], 'team-boss-2'],
  ['Team', ['team', 'team-2'], 'team-3'],
  ['チーム', [], 'channel'],
  ['x'.repeat(200), ['x'.repeat(56)], `${'x'.repeat(56)}-2`],
])('the id of %j beside %j is %j', (name, taken, id) => {
  expect(freeId(name, taken)).toBe(id)
  expect(id).toMatch(/^[a-z0-9-]{1,64}$/)
})

it('a new channel needs everything but the sender; a stored one keeps what is left empty', () => {
  expect(lacking('email', { to: 'ann@example.com', smtp: ' ' }, false)).toEqual(['smtp'])
  expect(lacking('address', {}, false)).toEqual(['url'])
  expect(lacking('address', {}, true)).toEqual([])
  expect(settingsOf('email', { to: ' ann@example.com ', from: '', url: 'https://left.over' })).toEqual({ to: 'ann@example.com' })
})
