/** `tributary schema`: the flow document's JSON Schema. */
import { kinds } from '../../nodes/kinds.ts'
import { flowSchema } from '../flows/flow-schema.ts'
import { type Command, EXIT } from './command.ts'

export const schema: Command = async () => {
  process.stdout.write(`${JSON.stringify(flowSchema(kinds), null, 2)}\n`)
  return EXIT.settled
}
