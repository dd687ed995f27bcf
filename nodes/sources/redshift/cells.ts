/** From Redshift's text forms to the contract's cells, exact to the last digit. */
import { finiteOrWord } from '../../../runtime/cell-text.ts'
import type { Column, ColumnType } from '../../../runtime/contract.ts'
import { jsonOrText } from '../../../runtime/exact-json.ts'
import type { ReadCell } from '../../../runtime/row-maker.ts'

interface Rule {
  name: string
  type: ColumnType
  zoned?: boolean
  read: ReadCell
}
const asIs: ReadCell = text => text
const iso: ReadCell = text => text.replace(' ', 'T').replace(/\+00(:00)?(?= BC|$)/, 'Z')
const rule = (name: string, type: ColumnType, read: ReadCell = asIs, zoned?: boolean): Rule => ({
  name,
  type,
  read,
  ...(zoned !== undefined && { zoned }),
})

/** By the number that a result's columns carry. */
const byOid: Readonly<Record<number, Rule>> = {
  16: rule('boolean', 'boolean', text => text === 't'),
  20: rule('bigint', 'number'),
  21: rule('smallint', 'number', finiteOrWord),
  23: rule('integer', 'number', finiteOrWord),
  25: rule('varchar', 'text'),
  700: rule('real', 'number', finiteOrWord),
  701: rule('double precision', 'number', finiteOrWord),
  // Blanks that fill it up are not part of it.
  1042: rule('char', 'text', text => text.replace(/ +$/, '')),
  1043: rule('varchar', 'text'),
  1082: rule('date', 'date'),
  1083: rule('time', 'text'),
  1114: rule('timestamp', 'time', iso, false),
  1184: rule('timestamptz', 'time', iso, true),
  1266: rule('timetz', 'text'),
  1700: rule('numeric', 'number'),
  2935: rule('hllsketch', 'json', jsonOrText),
  3000: rule('geometry', 'text'),
  4000: rule('super', 'json', jsonOrText),
  6551: rule('varbyte', 'text'),
}
const unknown = rule('?', 'text')
const ruleOf = (oid: number): Rule => byOid[oid] ?? unknown

/** `modifier`: as the protocol has it; of a numeric its digits and decimals. */
export function columnOf(key: string, oid: number, modifier: number): Column {
  const { name, type, zoned } = ruleOf(oid)
  const digits = oid === 1700 && modifier >= 4 ? `(${(modifier - 4) >> 16},${(modifier - 4) & 0xffff})` : ''
  return { key, type, ...(zoned !== undefined && { zoned }), native: `${name}${digits}` }
}
export const reader = (oid: number): ReadCell => ruleOf(oid).read

const spoken: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  text: 'varchar',
  character: 'char',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
}
/** From the words of the catalogue views. */
export function columnFromWords(key: string, words: string): Column {
  const name = spoken[words] ?? words
  const found = Object.values(byOid).find(r => r.name === name) ?? unknown
  return { key, type: found.type, ...(found.zoned !== undefined && { zoned: found.zoned }), native: name }
}
