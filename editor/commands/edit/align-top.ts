import { say } from '../../words/words.ts'
import { aligning } from '../aligning.ts'

export const command = aligning('align-top', say('Align top'), 'top')
