/** What is the same in all rows because a template or an earlier table brought it along, while the rows at hand say otherwise. */
import { concept } from '../../../runtime/concepts.ts'
import type { Complaint, Edge } from '../../../runtime/contract.ts'
import { type Expression, fixedText } from '../../../runtime/expression.ts'
import { meaning } from '../../../runtime/suggest/stand-in.ts'

type Fields = Readonly<Record<string, Expression>>

export const leftOver = (fields: Fields, edge: Edge): Complaint[] => [...currencyBeside(fields, edge), ...madeUp(fields, edge)]

/** Amounts in another currency than they are in are worth something else: nobody would see it before the money is spent. */
function currencyBeside({ currency }: Fields, { has }: Edge): Complaint[] {
  const code = fixedText(currency)?.trim()
  const columns = has.map(({ key }) => key)
  const column = code ? meaning('currency', columns) : undefined
  if (column === undefined) return []
  return [
    {
      code: 'map.currency_beside',
      level: 'worth_a_look',
      field: 'currency',
      message: `Currency is "${code}" in all rows, while the column "${column}" seems to say it of each.`,
      fixes: [{ label: `Use ${column}`, set: { path: ['fields', 'currency'], value: { column } } }],
    },
  ]
}

const ADDRESSES = ['event_source_url', 'referrer_url']
/** Names that nobody can own (RFC 2606): whose page it was is not said by them. */
const NOBODYS = /^https?:\/\/(?:[^/?#@]*\.)?(?:example|test|invalid|example\.(?:com|net|org))(?::\d+)?(?:[/?#]|$)/i
function madeUp(fields: Fields, { hints }: Edge): Complaint[] {
  if (hints.madeUp) return []
  return ADDRESSES.filter(id => NOBODYS.test(fixedText(fields[id])?.trim() ?? '')).map(id => ({
    code: 'map.example_address',
    level: 'worth_a_look',
    field: id,
    message: `${concept.get(id)?.title ?? id} is "${fixedText(fields[id])}" in all rows, an address that is only an example. Enter your own.`,
  }))
}
