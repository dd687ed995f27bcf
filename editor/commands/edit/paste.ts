import { say } from '../../words/words.ts'
import { pasteCopied } from '../clipboard.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'paste',
  group: 'Edit',
  title: () => say('Paste'),
  keys: ['Mod+v'],
  run: at => void pasteCopied(at, false),
}
