import { createHash, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { KeyTable, numbersOf } from './key-table.ts'

const keyOf = (n: number) => createHash('sha256').update(String(n)).digest().subarray(0, 16)
const keysOf = (numbers: readonly number[]) => Buffer.concat(numbers.map(keyOf))

it('says of each key what was said of it last, as a map does, while it grows', () => {
  const table = new KeyTable<number>()
  const map = new Map<number, { what: number; print: string | undefined }>()
  for (let round = 0; round < 60; round++) {
    const numbers = Array.from({ length: 500 }, (_, i) => (round * 317 + i * 7) % 9000)
    const prints = round % 3 ? randomBytes(8 * numbers.length) : null
    prints?.fill(0, 8, 16)
    table.add(numbersOf(keysOf(numbers)), round, prints)
    for (const [i, n] of numbers.entries())
      map.set(n, { what: round, print: i === 1 ? undefined : prints?.toString('hex', i * 8, i * 8 + 8) })
  }
  expect(table.size).toBe(map.size)
  const asked = Array.from({ length: 10_000 }, (_, n) => n)
  const numbers = numbersOf(keysOf(asked))
  for (const n of asked) {
    const entry = table.find(numbers, n)
    const known = entry === undefined ? undefined : { what: table.what(entry), print: table.print(entry) }
    expect(known).toEqual(map.get(n))
    if (entry === undefined) continue
    const { keys, prints } = table.bytes(Uint32Array.of(entry))
    expect(keys).toEqual(keyOf(n))
    expect(prints.toString('hex')).toBe(map.get(n)?.print ?? '0'.repeat(16))
  }
})

it('tells keys apart that begin alike, whatever lies between them', () => {
  const table = new KeyTable<number>()
  const keys = Array.from({ length: 3000 }, (_, n) => Buffer.from(`00112233${n.toString(16).padStart(24, '0')}`, 'hex'))
  for (const [n, key] of keys.entries()) table.add(numbersOf(key), n, null)
  const numbers = numbersOf(Buffer.concat(keys))
  for (const n of keys.keys()) expect(table.what(table.find(numbers, n)!)).toBe(n)
  expect(table.find(numbersOf(Buffer.from('00112233'.padEnd(32, 'f'), 'hex')), 0)).toBeUndefined()
})

it('gives its entries in the order of their keys, each once', () => {
  const table = new KeyTable<string>()
  const numbers = Array.from({ length: 5000 }, (_, n) => n)
  table.add(numbersOf(keysOf(numbers)), 'x', null)
  const { keys } = table.bytes(table.inOrder())
  expect(keys.equals(Buffer.concat(numbers.map(keyOf).toSorted(Buffer.compare)))).toBe(true)
})

it('reads keys wherever they lie in memory', () => {
  const bytes = Buffer.concat([Buffer.alloc(3), keysOf([1, 2])])
  expect(numbersOf(bytes.subarray(3))).toEqual(numbersOf(keysOf([1, 2])))
})
