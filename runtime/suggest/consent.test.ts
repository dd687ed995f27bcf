/** Columns of what a person allowed or refused: found by name and values, and never filled in the wrong way round. */
import { describe, expect, test } from 'vitest'
import { concepts } from '../concepts.ts'
import type { ColumnType, Row } from '../contract.ts'
import fixture from './fixtures/columns.json' with { type: 'json' }
import { values } from './fixtures/values.ts'
import { suggestMapping } from './suggest.ts'

const wants = concepts.map(c => c.id)

describe('what a person allowed', () => {
  const offered = (name: string, cells: readonly Row[string][], type: ColumnType = 'text') =>
    suggestMapping({ columns: [{ key: name, type }], rows: cells.map(cell => ({ [name]: cell })), wants }).suggestions
  test.each(concepts.filter(({ consent }) => consent).map(({ id }) => [id]))('%s has names that it is found by', id => {
    const of = fixture.filter(({ concept }) => concept === id)
    // Country and state of limited use are known at Meta alone, in its own words.
    const asked = id.startsWith('data_processing_') ? offered(id, [1, 0], 'number') : []
    expect(of.length + asked.length).toBeGreaterThan(0)
  })
  test('of the names in five languages 80 of 100 are filled in, and none for another field', () => {
    const asked = fixture.filter(({ concept }) => concepts.some(({ id, consent }) => id === concept && consent))
    const filled = asked.map(({ name, type, values: kind, concept }) => {
      const found = offered(name, values[kind]!, type as ColumnType).filter(({ sure }) => sure)
      return found.length === 0 ? undefined : found.every(s => s.concept === concept)
    })
    const right = filled.filter(one => one === true).length
    console.info(`consent columns: ${right} of ${asked.length} filled in`)
    expect(new Set(asked.map(({ language }) => language)).size).toBe(5)
    expect(filled).not.toContain(false)
    expect(right / asked.length).toBeGreaterThanOrEqual(0.8)
  })
  test.each([
    'consent',
    'Accepts Marketing',
    'opted_in',
    'Consentement marketing',
    'Einwilligung',
    'consentimiento_publicidad',
    'Consenso al tracciamento',
  ])('%s says the opposite of a refusal: offered turned round, and never filled in', name => {
    const [found, ...others] = offered(name, ['Yes', 'no', null])
    expect(others).toEqual([])
    expect(found).toMatchObject({ concept: 'opt_out', column: name, sure: false, sample: 'Yes', cleaned: 'false' })
    expect(found!.why).toBe('The name means the opposite of opted out: yes becomes no, and no becomes yes.')
    expect(found!.turned).toEqual({ map: { Yes: false, No: true, no: true, yes: false }, of: name })
  })
  test('a column of true and false is turned round by both, whatever the sample holds', () => {
    expect(offered('consent', [true], 'boolean')[0]!.turned).toEqual({ map: { true: false, false: true }, of: 'consent' })
  })
  test('a file’s column of yes and no is turned round by the words that stand in it', () => {
    expect(offered('Accepts Marketing', ['yes', 'no'], 'boolean')[0]!.turned).toEqual({
      map: { yes: false, no: true, true: false, false: true },
      of: 'Accepts Marketing',
    })
  })
  test('a word that is neither is in no map, so its row is left out and not sent as allowed', () => {
    expect(offered('consent', ['granted', 'yes'])[0]!.turned).toEqual({ map: { yes: false, no: true }, of: 'consent' })
    expect(offered('consent', ['granted', 'denied'])).toEqual([])
  })
  test.each(['email_opt_out', 'sms_consent', 'newsletter', 'terms_accepted', 'angemeldet', 'inscrit_newsletter', 'is_deleted'])(
    '%s says nothing about it',
    name => {
      expect(offered(name, [true, false], 'boolean').filter(({ concept: id }) => concepts.find(c => c.id === id)?.consent)).toEqual([])
    },
  )
})
