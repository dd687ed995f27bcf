/** The mapping form and a run judge by one rule: the same shares give the same score. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FieldRow } from '../editor/inspector/mapping/fields.ts'
import { readiness as drawn } from '../editor/inspector/mapping/readiness.ts'
import { kinds } from '../nodes/kinds.ts'
import { concept } from '../runtime/concepts.ts'
import type { Destination } from '../runtime/contract.ts'
import { readiness as ran } from '../runtime/readiness.ts'
import type { Suggested } from '../server/api/payloads.ts'

const platforms = [...kinds.values()].flatMap(kind =>
  kind.role === 'destination' && (kind as Destination).dialect ? [kind as Destination] : [],
)
const ROWS = 1000

it.each(platforms.map(kind => [kind.id, kind.dialect!] as const))('%s: a form and a run agree', (_, { targets }) => {
  const useful = targets.filter(target => (target.worth ?? 0) > 0)
  const share = fc.option(fc.nat(ROWS), { nil: undefined })
  fc.assert(
    fc.property(fc.tuple(...useful.map(() => share)), usable => {
      const who: FieldRow[] = useful.map(target => ({
        concept: concept.get(target.concept)!,
        required: false,
        worth: target.worth!,
        hashed: false,
        only: [],
        help: undefined,
      }))
      const mapped = useful.flatMap((target, i) => (usable[i] === undefined ? [] : [[target.concept, { column: target.concept }] as const]))
      const columns = useful.map((target, i) => ({
        key: target.concept,
        type: 'text',
        samples: [],
        filled: (usable[i] ?? 0) / ROWS,
        hashed: false,
      }))
      const form = drawn(
        { required: [], who, what: [], other: [] },
        Object.fromEntries(mapped),
        { suggestions: [], columns, rows: ROWS } as Suggested,
        new Map(),
      )
      const run = ran(
        useful.map((target, i) => ({
          concept: target.concept,
          title: target.title,
          worth: target.worth!,
          mapped: usable[i] !== undefined,
          rows: ROWS,
          filled: usable[i] ?? 0,
          usable: usable[i] ?? 0,
        })),
      )
      expect(form.score).toBe(run.score)
      if (run.next?.kind === 'map' && form.next) expect(form.next.points).toBe(run.next.points)
    }),
  )
})
