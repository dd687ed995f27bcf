/** Names of time zones as settings take them: "Europe/Paris". */
import * as z from 'zod'
import { isZone } from './normalise/zone.ts'

export const Timezone = z.string().max(64).refine(isZone, 'Choose a time zone such as Europe/Paris.')
