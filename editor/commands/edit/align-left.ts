import { aligning } from '../aligning.ts'

export const command = aligning('align-left', 'Align left', 'left')
