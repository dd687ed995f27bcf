/** Everything Pinterest documents for one event, in the order in which it stands in the body. */
import type { Target } from '../../../runtime/dialect.ts'
import { appTargets } from './fields-app.ts'
import { customTargets } from './fields-custom.ts'
import { deviceTargets } from './fields-device.ts'
import { eventTargets } from './fields-event.ts'
import { userTargets } from './fields-user.ts'

export const targets: readonly Target[] = [...eventTargets, ...userTargets, ...customTargets, ...appTargets, ...deviceTargets]
