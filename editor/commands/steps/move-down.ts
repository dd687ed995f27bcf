import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { movedInBranch } from '../moved-in-branch.ts'

export const command: Command = { id: 'move-down', title: () => say('Move down in its branch'), ...movedInBranch('down') }
