import { useStage } from '../commands/stage.ts'

const IN_MS = 250
const OUT_MS = 300
let timer: ReturnType<typeof setTimeout> | undefined
/** Where the pointer was seen last. */
let at: string | null = null

/** The pointer came to a connection, or left it; a short way off and back is neither. */
export function hover(edge: string | null): void {
  clearTimeout(timer)
  at = edge
  if (useStage.getState().hovered === edge) return
  timer = setTimeout(() => useStage.setState({ hovered: edge }), edge === null ? OUT_MS : IN_MS)
}

/** A connection taken away under the pointer is not left by it: drawn again, it must not look hovered. */
export function gone(edge: string): void {
  if (at !== edge && useStage.getState().hovered !== edge) return
  clearTimeout(timer)
  at = null
  useStage.setState({ hovered: null })
}
