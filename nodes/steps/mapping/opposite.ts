/** A column of what people allow, read as what they refused: whoever said yes would count as opted out. */
import { concept } from '../../../runtime/concepts.ts'
import type { Complaint, Edge } from '../../../runtime/contract.ts'
import type { Expression } from '../../../runtime/expression.ts'
import { wordsIn } from '../../../runtime/suggest/names.ts'
import { allows, REFUSAL, turned } from '../../../runtime/suggest/opposite.ts'

/** No row is read for it: the words that most tables say it with. */
const COMMON = ['yes', 'true', '1']

export function opposite(fields: Readonly<Record<string, Expression>>, { has }: Edge): Complaint[] {
  const filling = fields[REFUSAL]
  const column = filling && 'column' in filling ? has.find(({ key }) => key === filling.column) : undefined
  if (!column || !allows(wordsIn(column.key))) return []
  const title = concept.get(REFUSAL)!.title
  return [
    {
      code: 'map.opposite',
      level: 'worth_a_look',
      field: REFUSAL,
      message: `"${column.key}" seems to say what people allow, and ${title} is what they refused: whoever said yes would count as refusing.`,
      fixes: [{ label: 'Turn yes and no round', set: { path: ['fields', REFUSAL], value: turned(column, COMMON) } }],
    },
  ]
}
