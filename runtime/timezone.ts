/** Names of time zones as settings take them: "Europe/Paris". */
import * as z from 'zod'
import { isZone } from './normalise/zone.ts'
import type { Fix } from './problem.ts'

export const Timezone = z.string().max(64).refine(isZone, 'Choose a time zone such as Europe/Paris.')

/** The press that names a model's zone, where its setting is called `timezone`. */
export const sayZone = (zone: string): Fix => ({ label: `They are in ${zone}`, set: { path: ['timezone'], value: zone } })
