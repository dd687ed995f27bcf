/** One destination by itself, for the thread that needs no other kind: a folder is named as its kind is (`test/kinds.test.ts`). */
import type { Destination } from '../runtime/contract.ts'

export const oneDestination = async (id: string): Promise<Destination> =>
  ((await import(`./destinations/${id}/index.ts`)) as { default: Destination }).default
