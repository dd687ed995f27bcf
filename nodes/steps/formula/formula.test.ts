import { describe, expect, it } from 'vitest'
import type { Shape } from '../../../runtime/contract.ts'
import step from './index.ts'

const has: Shape = [
  { key: 'order_id', type: 'text' },
  { key: 'cents', type: 'number' },
]
const edge = { has, wants: [], hints: {}, port: '', now: 0 }
const columns = [
  { name: 'amount', formula: '[cents] / 100' },
  { name: 'label', formula: '[order_id] & ": " & [amount]' },
]

describe('the formula step', () => {
  it('adds columns in order, later ones from earlier ones, and leaves the row it was given alone', () => {
    const row = Object.freeze({ order_id: 'A1', cents: 1250 })
    expect(step.prepare({ columns }, edge)(row)).toEqual({ order_id: 'A1', cents: 1250, amount: '12.5', label: 'A1: 12.5' })
    expect(step.shape!({ columns }, edge)).toEqual([...has, { key: 'amount', type: 'number' }, { key: 'label', type: 'text' }])
  })

  it('may replace a column', () => {
    const replaced = [{ name: 'cents', formula: '[cents] * 2' }]
    expect(step.prepare({ columns: replaced }, edge)({ order_id: 'A', cents: 2 })).toEqual({ order_id: 'A', cents: '4' })
    expect(step.shape!({ columns: replaced }, edge).map(c => c.key)).toEqual(['order_id', 'cents'])
  })

  it('says which formula is at fault, and that a name stands twice', () => {
    const flawed = [{ name: 'x', formula: '[gone]' }, ...columns, { name: 'amount', formula: '1' }]
    expect(step.check!({ columns: flawed }, edge).map(({ code, field }) => [code, field])).toEqual([
      ['formula.twice', 'amount'],
      ['formula.flaw', 'x'],
    ])
    expect(step.check!({ columns: [] }, edge)).toMatchObject([{ level: 'worth_a_look' }])
  })

  it('tells of each value that a row goes on without', () => {
    const lost: string[][] = []
    const made = step.prepare({ columns }, edge)({ order_id: 'A1', cents: 'many' }, (code, field) => lost.push([code, field]))
    expect(made).toMatchObject({ amount: null, label: 'A1: ' })
    expect(lost).toEqual([['formula_not_a_number', 'amount']])
  })

  it('has a column of any name', () => {
    const odd = [{ name: '__proto__', formula: '1' }]
    const made = step.prepare({ columns: odd }, edge)({ order_id: 'A', cents: 1 }) as Record<string, unknown>
    expect(Object.keys(made)).toContain('__proto__')
    expect(({} as Record<string, unknown>).order_id).toBeUndefined()
  })
})
