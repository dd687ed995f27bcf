import { say } from '../../words/words.ts'
import { aligning } from '../aligning.ts'

export const command = aligning('align-left', say('Align left'), 'left')
