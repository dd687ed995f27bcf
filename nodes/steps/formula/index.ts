import * as z from 'zod'
import { type Complaint, type Edge, type Row, type Shape, step, type Value } from '../../../runtime/contract.ts'
import { Flaw, FORMULA_MAX, formula, functions } from '../../../runtime/formula/formula.ts'

const Column = z.strictObject({
  name: z.string().trim().min(1, 'A column needs a name.').max(200),
  formula: z.string().max(FORMULA_MAX),
})
const config = z.strictObject({
  columns: z
    .array(Column)
    .max(50)
    .default([])
    .meta({ title: 'Columns', control: 'formulas', functions: [...functions.values()].map(({ usage, says }) => ({ usage, says })) }),
})
type Formulas = z.output<typeof config>

/** Adds columns that are worked out from others, one after the other: a later one may use an earlier one. */
export default step({
  id: 'formula',
  title: 'Formula',
  summary: 'Works out new columns: first of several, cents to euros, a part of a text, a date in another form.',
  icon: 'formula',
  accepts: 'rows',
  emits: 'rows',
  config,
  example: {
    columns: [
      { name: 'amount', formula: '[amount_cents] / 100' },
      { name: 'contact', formula: 'first([email], [billing_email])' },
    ],
  },
  initial: { columns: [] },
  sentence: ({ columns }) => (columns.length === 0 ? 'No column yet' : columns.map(({ name }) => name).join(', ')),
  shape: ({ columns }, edge): Shape => compiled({ columns }, edge).shape,
  check: (formulas, edge): Complaint[] => {
    if (formulas.columns.length === 0)
      return [
        {
          code: 'formula.empty',
          level: 'worth_a_look',
          field: 'columns',
          message: 'There is no column yet, so the rows stay as they are.',
        },
      ]
    return [...twice(formulas), ...compiled(formulas, edge).complaints]
  },
  prepare: (formulas, edge) => {
    const { ready } = compiled(formulas, edge)
    return (row, lost) => {
      const made: Record<string, Value> = blank(row)
      for (const { name, work } of ready) made[name] = work(made as Row, code => lost?.(code, name))
      return made
    }
  },
})

/** A column called `__proto__` needs an object that inherits nothing. */
const blank = (row: Row): Record<string, Value> => Object.assign(Object.create(null), row)

/** Every formula sees the columns that arrive and those made before it. A flawed one makes an empty column. */
function compiled({ columns }: Formulas, { has, columnsTimezone }: Pick<Edge, 'has' | 'columnsTimezone'>) {
  let shape: Shape = has
  const complaints: Complaint[] = []
  const ready = columns.map(({ name, formula: text }) => {
    const one = attempt(text, shape, columnsTimezone)
    if (one instanceof Flaw) complaints.push({ code: 'formula.flaw', field: name, message: `The formula of “${name}”: ${one.message}` })
    const { work, kind } = one instanceof Flaw ? { work: () => null, kind: { type: 'text' as const } } : one
    shape = [...shape.filter(column => column.key !== name), { key: name, ...kind }]
    return { name, work }
  })
  return { shape, complaints, ready }
}
function attempt(text: string, shape: Shape, timezone: string | undefined) {
  try {
    return formula(text, shape, { timezone })
  } catch (cause) {
    if (cause instanceof Flaw) return cause
    throw cause
  }
}
function twice({ columns }: Formulas): Complaint[] {
  return columns
    .filter(({ name }, i) => columns.findIndex(other => other.name === name) < i)
    .map(({ name }) => ({
      code: 'formula.twice',
      field: name,
      message: `Two columns are called “${name}”. Give one of them another name.`,
    }))
}
