import { describe, expect, it } from 'vitest'
import { csvLine } from './csv.ts'

/** The reading side, after RFC 4180. */
function read(line: string): string[] {
  const cells: string[] = []
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (let found = pattern.exec(line); found; found = pattern.exec(line)) cells.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
  return cells
}

describe('a line', () => {
  it.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx', '\0x', '=cmd|"/c calc"!A1', '-2\n=3'])('keeps %j from being a formula', text => {
    const [cell] = read(csvLine([text, 'b']))
    expect(cell).toBe(`'${text}`)
  })
  it.each(['plain', 'a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', ' space ', "it's", '', 'a=b', '1-2'])(
    'brings %j back unchanged',
    text => {
      expect(read(csvLine(['before', text, 'after']))).toEqual(['before', text, 'after'])
    },
  )
  it('ends as RFC 4180 says, and nothing stands for null', () => {
    expect(csvLine(['a', null])).toBe('a,\r\n')
  })
})
