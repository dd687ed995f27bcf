import { useStage } from '../commands/stage.ts'

const IN_MS = 250
const OUT_MS = 300
let timer: ReturnType<typeof setTimeout> | undefined

/** The pointer came to a connection, or left it; a short way off and back is neither. */
export function hover(edge: string | null): void {
  clearTimeout(timer)
  if (useStage.getState().hovered === edge) return
  timer = setTimeout(() => useStage.setState({ hovered: edge }), edge === null ? OUT_MS : IN_MS)
}
