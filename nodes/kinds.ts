import type { AnyKind, Kinds } from '../runtime/contract.ts'

const found = import.meta.glob<{ default: AnyKind }>(['./*/*/index.ts'], { eager: true })

/** Every folder here is a kind. Nothing else in the product names one. */
export const kinds: Kinds = new Map(Object.values(found).map(({ default: kind }) => [kind.id, kind]))
