import { describe, expect, it } from 'vitest'
import type { Hold } from '../../server/api/payloads.ts'
import { holdWords } from './hold-words.ts'

const now = Date.parse('2026-11-25T12:00:00Z')
const hold: Hold = {
  node: 'out',
  code: 'meta.token',
  message: 'The access token is not valid',
  why: 'Make a new one and save it in the connection',
  since: '2026-11-25T10:00:00Z',
  waiting: 1240,
  expiring: 12,
  firstExpiry: '2026-11-25T14:05:00Z',
  resumesAt: null,
}

describe('a destination that rests', () => {
  it('says what happened, what waits, and what it takes', () => {
    const { what, waits, way } = holdWords(hold, 'Meta purchases', now)
    expect(what).toBe('Meta purchases is paused, since 2 hours ago. The access token is not valid.')
    expect(waits).toMatch(
      /^1,240 events wait, nothing is lost\. 12 of them become too old within 6 hours\. The first becomes too old today /,
    )
    expect(way).toBe('Make a new one and save it in the connection. Repair it, then resume.')
  })
  it('says when it goes on by itself', () => {
    const { what, way } = holdWords({ ...hold, resumesAt: '2026-11-25T12:15:00Z' }, 'Meta', now)
    expect(what).toContain('Meta is waiting')
    expect(way).toMatch(/^It goes on by itself today /)
  })
  it.each<[Partial<Hold>, RegExp]>([
    [{ waiting: 0, expiring: 0, firstExpiry: null }, /^Nothing is lost: what is new/],
    [{ waiting: 1, expiring: 1 }, /^1 event waits, nothing is lost\. 1 of them becomes too old/],
    [{ waiting: 5, expiring: 0 }, /^5 events wait, nothing is lost\. The first becomes too old today/],
    [{ waiting: 5, expiring: 0, firstExpiry: '2026-11-25T11:00:00Z' }, /^5 events wait, nothing is lost\.$/],
  ])('%o', (more, said) => expect(holdWords({ ...hold, ...more }, 'Meta', now).waits).toMatch(said))
})
