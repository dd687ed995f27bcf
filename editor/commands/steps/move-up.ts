import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { movedInBranch } from '../moved-in-branch.ts'

export const command: Command = { id: 'move-up', title: () => say('Move up in its branch'), ...movedInBranch('up') }
