/** Events as the ledger keeps them while nobody knows what became of them, so that the same request is made of them again. */
import { bytesOf } from './body.ts'
import type { Piece } from './finished-page.ts'
import type { Open } from './world.ts'

/** One event a line: no JSON text holds a line's end. */
export const storedOf = (texts: readonly (string | Piece)[]): Uint8Array => bytesOf(texts, '\n')

/** The events of a stored request, or nothing when its body cannot be read. */
export function textsOf({ keys, body }: Pick<Open, 'keys' | 'body'>): string[] | undefined {
  const texts = body.startsWith('[') ? olderTexts(body) : lines(body)
  return texts && (keys.length === texts.length || keys.length === texts.length * 2) ? texts : undefined
}

function lines(body: string): string[] | undefined {
  const texts = body.split('\n')
  return texts.every(text => text.startsWith('{')) ? texts : undefined
}

/** Until November 2026 a body was kept as a JSON list of texts. An event is an object, so the two are told apart. */
function olderTexts(body: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(body)
    return Array.isArray(list) && list.every(text => typeof text === 'string') ? list : undefined
  } catch {
    return undefined
  }
}
