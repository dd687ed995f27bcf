/// <reference types="vite/client" />
import { announce } from '../announce/announce.ts'
import { toast } from '../ui/Toasts.tsx'
import { type Command, onlyLooked, type Situation } from './command.ts'
import { matches } from './keys.ts'

const found = import.meta.glob<{ command: Command }>(['./*/*.ts'], { eager: true })

/** Every command there is, in the order of its file's name. */
export const commands: readonly Command[] = Object.values(found).map(module => module.command)
const byId = new Map(commands.map(command => [command.id, command]))
export const commandOf = (id: string): Command => {
  const command = byId.get(id)
  if (!command) throw new Error(`There is no command "${id}".`)
  return command
}

/** Why it cannot be done now, in a sentence. */
export const whyNot = (command: Command, at: Situation): string | undefined =>
  (command.looks ? undefined : onlyLooked(at)) ?? command.whyNot?.(at)
/** Whether it can be done now. */
export const possible = (command: Command, at: Situation): boolean => whyNot(command, at) === undefined
/** Does it, or says why not. */
export function perform(command: Command, at: Situation): void {
  const why = whyNot(command, at)
  if (why === undefined) command.run(at)
  else {
    toast(why)
    announce(why)
  }
}

/** The command of a key press; `inside` the canvas or list, single letters count too. */
export function commandFor(event: KeyboardEvent, inside: boolean): Command | undefined {
  return commands.find(c => c.keys?.some(key => matches(event, key)) && (inside || c.everywhere))
}
