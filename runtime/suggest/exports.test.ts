import { expect, test } from 'vitest'
import { concepts } from '../concepts.ts'
import type { ColumnType, Row } from '../contract.ts'
import fixture from './fixtures/exports.json' with { type: 'json' }
import { values } from './fixtures/values.ts'
import { suggestMapping } from './suggest.ts'

const systems = [...Map.groupBy(fixture, ({ system }) => system)]
const wants = concepts.map(c => c.id)
/** An order's number is offered as event id as well. */
const STAND_IN = 'event_id'

const suggested = systems.map(([system, columns]) => {
  const rows = [0, 1, 2].map((at): Row => Object.fromEntries(columns.map(({ name, values: sort }) => [name, values[sort]![at] ?? null])))
  const { suggestions } = suggestMapping({
    columns: columns.map(({ name, type }) => ({ key: name, type: type as ColumnType })),
    rows,
    wants,
  })
  return { system, columns, suggestions: suggestions.filter(({ concept }) => concept !== STAND_IN) }
})

test('nothing that a shop system exports is filled in as what it is not', () => {
  const wrong = suggested.flatMap(({ system, columns, suggestions }) =>
    suggestions
      .filter(({ sure, column, concept }) => sure && columns.find(({ name }) => name === column)!.concept !== concept)
      .map(({ column, concept }) => `${system}: ${column} is no ${concept}`),
  )
  expect(wrong).toEqual([])
})
test('of the columns that mean something, at least 95 of 100 are among what is offered', () => {
  const meant = suggested.flatMap(({ columns }) => columns.filter(({ concept }) => concept !== null))
  const missed = suggested.flatMap(({ system, columns, suggestions }) =>
    columns
      // Three are offered for each field: where more columns mean the same, the best of them.
      .filter(
        ({ name, concept }) =>
          concept !== null &&
          !suggestions.some(offer => offer.concept === concept && offer.column === name) &&
          suggestions.filter(offer => offer.concept === concept).length < 3,
      )
      .map(({ name, concept }) => `${system}: ${name} is a ${concept}`),
  )
  console.info(`exports of ${systems.length} systems: ${meant.length - missed.length} of ${meant.length} found\n${missed.join('\n')}`)
  expect(missed.length / meant.length).toBeLessThanOrEqual(0.05)
})
