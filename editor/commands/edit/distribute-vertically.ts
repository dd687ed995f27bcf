import { aligning } from '../aligning.ts'

export const command = aligning('distribute-vertically', 'Distribute vertically', 'down')
