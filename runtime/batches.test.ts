import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Batches } from './batches.ts'
import { window } from './window.ts'

const item = fc.record({
  group: fc.constantFrom({ id: 'a', events: 3 }, { id: 'b', events: 7 }),
  bytes: fc.integer({ min: 1, max: 400 }),
  n: fc.integer(),
})

describe('batches', () => {
  it('are never too long, too heavy or mixed, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 200 }), items => {
        const batches = new Batches<(typeof items)[number]>(1000)
        const out = [...items.flatMap(i => [...batches.add(i)]), ...batches.rest()]
        expect(out.flat().length).toBe(items.length)
        for (const id of ['a', 'b']) expect(out.flat().filter(i => i.group.id === id)).toEqual(items.filter(i => i.group.id === id))
        for (const batch of out) {
          expect(new Set(batch.map(i => i.group.id)).size).toBe(1)
          expect(batch.length).toBeLessThanOrEqual(batch[0]!.group.events)
          expect(64 + batch.reduce((sum, i) => sum + i.bytes + 1, 0)).toBeLessThanOrEqual(1000)
        }
      }),
    )
  })
})

describe('a window', () => {
  const tick = () => new Promise(resolve => setTimeout(resolve, 1))
  async function* numbers(n: number) {
    for (let i = 0; i < n; i++) yield i
  }
  it('never has more under way than its size, and does everything', async () => {
    let under = 0
    let most = 0
    const done: number[] = []
    await window(numbers(20), 3, async n => {
      most = Math.max(most, ++under)
      await tick()
      under--
      done.push(n)
    })
    expect(most).toBe(3)
    expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()])
  })
  it('waits for what is under way before it throws the first failure', async () => {
    let finished = 0
    const failing = window(numbers(10), 4, async n => {
      if (n === 1) throw new Error('first')
      await tick()
      finished++
    })
    await expect(failing).rejects.toThrow('first')
    expect(finished).toBe(1)
  })
  it('lets a task go on with the item that waits, and nobody else does it too', async () => {
    let under = 0
    let most = 0
    const done: number[] = []
    const lanes: number[][] = []
    await window(numbers(30), 2, async (first, waiting) => {
      most = Math.max(most, ++under)
      const lane = [first]
      for (let n: number | undefined = first; n !== undefined; ) {
        await tick()
        done.push(n)
        n = waiting.item
        if (n === undefined) break
        waiting.take()
        lane.push(n)
      }
      lanes.push(lane)
      under--
    })
    expect(most).toBe(2)
    expect(done.toSorted((a, b) => a - b)).toEqual([...Array(30).keys()])
    expect(lanes.length).toBeLessThan(30)
  })
  it('offers nothing any more once a task has failed', async () => {
    const seen: (number | undefined)[] = []
    const failing = window(numbers(10), 2, async (n, waiting) => {
      await tick()
      if (n === 0) throw new Error('first')
      await tick()
      seen.push(waiting.item)
    })
    await expect(failing).rejects.toThrow('first')
    expect(seen).toEqual([undefined])
  })
  it('passes on a failure of the stream itself, after what is under way', async () => {
    let finished = 0
    async function* broken() {
      yield 1
      throw new Error('cut')
    }
    await expect(
      window(broken(), 2, async () => {
        await tick()
        finished++
      }),
    ).rejects.toThrow('cut')
    expect(finished).toBe(1)
  })
})
