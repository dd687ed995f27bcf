import { aligning } from '../aligning.ts'

export const command = aligning('align-top', 'Align top', 'top')
