import { expect, it } from 'vitest'
import { sizeOf } from './file-size.ts'

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [1_250_000, '1.3 MB'],
  [150_000_000, '150 MB'],
  [2_147_483_648, '2.1 GB'],
])('%i is %s', (bytes, words) => expect(sizeOf(bytes)).toBe(words))
