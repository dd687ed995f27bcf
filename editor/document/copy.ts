import type { Flow } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'

const NAME_MAX = 200
/** The same drawing under a name of its own, cut to the length that a flow's name may have. */
export const copyOf = (flow: Flow): Flow => ({ ...flow, name: say('{name} (copy)', { name: flow.name }).slice(0, NAME_MAX) })
