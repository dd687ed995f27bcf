import { createContext, useContext } from 'react'
import type { Kinds } from '../document/graph.ts'
import type { Situation } from './command.ts'
import { commandOf, perform } from './commands.ts'

/** Provided once by the editor page. */
export const SituationContext = createContext<Situation | null>(null)

/** What commands act on, for handlers and menus. */
export function useSituation(): Situation {
  const situation = useContext(SituationContext)
  if (!situation) throw new Error('Only inside an open flow.')
  return situation
}
/** `act('tidy-up')`: does a command by name, or says why not. */
export function useAct(): (id: string) => void {
  const situation = useSituation()
  return id => perform(commandOf(id), situation)
}
/** The catalogue by id. */
export const useKinds = (): Kinds => useSituation().kinds
