import type { Problem } from '../../runtime/contract.ts'

/** That a way leads nowhere yet: it keeps a flow from being published, and no row from reaching a step. */
export const isOpenEnd = ({ code }: Problem): boolean => code === 'flow.open_end' || code === 'flow.no_destination'
