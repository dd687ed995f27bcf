/**
 * Meta's rules as we read them, one row each, for the simulator and the Test inbox. Written from the papers alone and
 * sharing no code with the folder's own builder and judge: two readings that agree are worth more than one.
 */

import { customRules } from './rules-custom.ts'
import { eventRules } from './rules-event.ts'
import type { MetaRule } from './rules-row.ts'
import { userRules } from './rules-user.ts'

/** In the order in which Meta checks: the event's form, then its time, then the person, then the rest. */
export const rules: readonly MetaRule[] = [...eventRules, ...userRules, ...customRules]
