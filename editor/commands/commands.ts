/// <reference types="vite/client" />
import type { Command, Situation } from './command.ts'
import { matches } from './keys.ts'

const found = import.meta.glob<{ command: Command }>(['./*/*.ts'], { eager: true })

/** Every command there is, in the order of its file's name. */
export const commands: readonly Command[] = Object.values(found).map(module => module.command)
export const commandOf = (id: string): Command => {
  const command = commands.find(c => c.id === id)
  if (!command) throw new Error(`There is no command "${id}".`)
  return command
}

/** Whether it can be done now. */
export const possible = (command: Command, at: Situation): boolean =>
  (command.looks || !at.store.getState().readOnly) && (command.possible?.(at) ?? true)
/** Does it, if it can be done now. */
export function perform(id: string, at: Situation): void {
  const command = commandOf(id)
  if (possible(command, at)) command.run(at)
}

/** The command of a key press; `inside` the canvas or list, single letters count too. */
export function commandFor(event: KeyboardEvent, inside: boolean): Command | undefined {
  return commands.find(c => c.keys?.some(key => matches(event, key)) && (inside || c.everywhere))
}
