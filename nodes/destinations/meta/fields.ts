/** Everything Meta documents for one event, in the order in which it stands in the body, and what some of it is made from. */
import type { Target } from '../../../runtime/dialect.ts'
import { appTargets } from './fields-app.ts'
import { customTargets } from './fields-custom.ts'
import { eventTargets, lateTargets, privacyTargets } from './fields-event.ts'
import { ingredients } from './fields-made.ts'
import { messagingTargets } from './fields-messaging.ts'
import { attributionTargets, tradeTargets } from './fields-trade.ts'
import { userTargets } from './fields-user.ts'

/** What stands in the body. */
export const written: readonly Target[] = [
  ...eventTargets,
  ...userTargets,
  ...messagingTargets,
  ...customTargets,
  ...tradeTargets,
  ...privacyTargets,
  ...lateTargets,
  ...attributionTargets,
  ...appTargets,
]

/** What a mapping may fill. */
export const targets: readonly Target[] = [...written, ...ingredients]
