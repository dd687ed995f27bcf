import { say } from '../../words/words.ts'
import { aligning } from '../aligning.ts'

export const command = aligning('distribute-horizontally', say('Distribute horizontally'), 'across')
