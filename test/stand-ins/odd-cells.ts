/** A destination's odd cells, one a line: what a row holds, and what stands at the platform's place for it or why nothing does. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Left, type Row, type Value } from '../../runtime/contract.ts'
import type { Dialect } from '../../runtime/dialect.ts'
import { sealer } from '../../runtime/seal.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

class Gone {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}
export const gone = (code: string) => new Gone(code)
export const sha = (...texts: string[]) => texts.map(text => createHash('sha256').update(text).digest('hex'))

export type Line = readonly [concept: string, cell: Value, expected: unknown, more?: Row]

/** Puts each cell into `base`. It is 1795176000 in seconds; zone-less times are of Paris, national numbers of France. */
export function oddCells(dialect: Dialect, base: Row): (where: string, lines: readonly Line[]) => void {
  const sent = (cells: Row, path: string): { value: unknown; lost: string[] } => {
    const lost: string[] = []
    const { seal } = sealer({ dialect, sealing: { country: 'FR' }, timezone: 'Europe/Paris', now: NOW })
    const event = seal({ ...base, ...cells }, code => lost.push(code))
    if (event instanceof Left) throw new Error(`left as ${event.code}`)
    const body = JSON.parse(dialect.encode(event))
    return { value: path.split('.').reduce((part, key) => part?.[key], body), lost }
  }
  return (where, lines) =>
    describe(where, () => {
      it.each(lines.map(line => [line[0], line[1], line[3] ?? {}, line[2]] as const))('%s %o %o: %o', (concept, cell, more, expected) => {
        const { value, lost } = sent({ ...more, [concept]: cell }, where)
        if (!(expected instanceof Gone)) return expect({ value, lost }).toEqual({ value: expected, lost: [] })
        expect({ value, lost }).toEqual({ value: undefined, lost: [expected.code] })
      })
    })
}
