import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod'
import type { Rewound } from '../../server/api/decisions.ts'
import { api } from '../api.ts'

export type Stream = z.infer<typeof Rewound>
export const PUT_BACK_KEY = ['put_back']

/** Streams that went back in time with the database: held, or chosen and not carried out yet. */
export const usePutBack = () => useQuery({ queryKey: PUT_BACK_KEY, queryFn: () => api<Stream[]>('/api/put-back') })
