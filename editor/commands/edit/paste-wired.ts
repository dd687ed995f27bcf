import { say } from '../../words/words.ts'
import { pasteCopied } from '../clipboard.ts'
import type { Command } from '../command.ts'

/** As paste; what fed the copied steps feeds the copies too, where it is in this flow. */
export const command: Command = {
  id: 'paste-wired',
  group: 'Edit',
  title: () => say('Paste keeping incoming connections'),
  keys: ['Mod+Shift+v'],
  run: at => void pasteCopied(at, true),
}
