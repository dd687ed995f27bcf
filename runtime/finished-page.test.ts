/** What crosses between two threads arrives as it left, and counts of two halves are the counts of the whole. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bodyText, callOf } from './body.ts'
import { Left } from './contract.ts'
import type { Finished } from './finish.ts'
import { handedOver, packed, textIn, unpacked } from './finished-page.ts'
import { Commonest } from './quality-common.ts'
import { storedOf } from './stored.ts'

const remarks = fc.array(
  fc.record({ outcome: fc.constantFrom('warning' as const, 'field_left_out' as const), code: fc.string(), field: fc.string() }),
  {
    maxLength: 2,
  },
)
const fit = fc.record({
  text: fc.string({ unit: 'binary' }).map(text => JSON.stringify({ text })),
  print: fc.string({ minLength: 16, maxLength: 16 }),
  group: fc.record({ id: fc.constantFrom('a', 'b'), events: fc.constantFrom(1, 1000), resendSafe: fc.boolean() }),
  expires: fc.integer({ min: 0, max: 4e12 }),
  remarks,
})
const unfit = fc.record({
  left: fc.oneof(
    fc.constant('treated' as const),
    fc.tuple(fc.constantFrom('invalid' as const, 'expired' as const), fc.string(), fc.option(fc.string(), { nil: undefined })),
  ),
  by: fc.constantFrom('sealing' as const, 'destination' as const),
  remarks,
})
const finished = fc.oneof({ weight: 3, arbitrary: fit }, unfit).map((one): Finished => {
  if ('text' in one) return { ...one, bytes: Buffer.byteLength(one.text) }
  return { ...one, left: one.left === 'treated' ? one.left : new Left(...one.left) }
})

it('a page arrives as it left, and the same bodies are made of it', () => {
  const dialect = {
    call: (events: readonly string[]) => ({ method: 'POST' as const, url: '', headers: {}, body: `[${events.join(',')}]` }),
  }
  fc.assert(
    fc.property(fc.array(finished, { maxLength: 20 }), page => {
      const sent = packed(page.length, at => page[at]!)
      const arrived = unpacked(structuredClone(sent, { transfer: handedOver(sent) }))
      expect(arrived.map(one => ('text' in one ? { ...one, text: textIn(one.text) } : one))).toEqual(page)
      const [texts, pieces] = [page, arrived].map(list => list.flatMap(one => ('text' in one ? [one.text] : [])))
      const address = { connection: {}, base: '' }
      if (texts!.length > 0) expect(bodyText(callOf(dialect, pieces!, address).body)).toBe(bodyText(callOf(dialect, texts!, address).body))
      expect(bodyText(storedOf(pieces!))).toBe(bodyText(storedOf(texts!)))
    }),
  )
})

it('the commonest value of two halves is known as well as that of the whole', () => {
  const values = fc.array(fc.constantFrom(...'aaaaabbbcdefghijklmnop'), { maxLength: 200 })
  fc.assert(
    fc.property(values, values, (first, second) => {
      const [one, other] = [first, second].map(list => {
        const counts = new Commonest()
        for (const value of list) counts.add(value)
        return counts
      }) as [Commonest, Commonest]
      one.merge(structuredClone(other.counted))
      const all = [...first, ...second]
      const most = Math.max(
        0,
        ...Map.groupBy(all, value => value)
          .values()
          .map(({ length }) => length),
      )
      expect(one.most).toBeLessThanOrEqual(most)
      expect(one.most).toBeGreaterThanOrEqual(most - all.length / 9)
    }),
  )
})
