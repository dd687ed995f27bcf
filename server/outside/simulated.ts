/** Which saved connections talk to the simulator on this server instead of the platform. Saving one anew ends that. */

import type { Store } from '../store/open.ts'
import { getSetting, setSetting } from '../store/setting.ts'

const NAME = 'simulated connections'

const listed = (store: Store): string[] => JSON.parse(getSetting(store, NAME) ?? '[]')

export const isSimulated = (store: Store, name: string): boolean => listed(store).includes(name)

export function setSimulated(store: Store, name: string, simulated: boolean): void {
  const others = listed(store).filter(other => other !== name)
  setSetting(store, NAME, JSON.stringify(simulated ? [...others, name] : others))
}
