import { aligning } from '../aligning.ts'

export const command = aligning('distribute-horizontally', 'Distribute horizontally', 'across')
