import { say } from '../../words/words.ts'
import { aligning } from '../aligning.ts'

export const command = aligning('distribute-vertically', say('Distribute vertically'), 'down')
