import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useEffect } from 'react'
import { useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { CountChip } from './count-chip.tsx'
import { ribbonWidth } from './counts.ts'
import { gone, hover } from './hover.ts'
import styles from './ribbon.module.css'
import { threadPath } from './thread-path.ts'
import { ConnectionTools } from './toolbars.tsx'

export type RibbonEdge = Edge<{ rows: number | null; most: number; second: boolean }, 'ribbon'>

// React Flow measures to the outer edge of a port's target; the thread ends at its middle.
const PORT_HALF = matchMedia('(pointer: coarse)').matches ? 22 : 14

/** A connection: a thread while nothing is counted, then a ribbon as wide as what went through it. */
export const Ribbon = memo(({ id, sourceX, sourceY, targetX, targetY, data, selected }: EdgeProps<RibbonEdge>) => {
  const chosen = useDocument(s => s.selectedEdge === id)
  const hovered = useStage(s => s.hovered === id)
  const far = useStage(s => s.far)
  useEffect(() => () => gone(id), [id])
  const open = chosen || hovered
  const rows = data?.rows ?? null
  const [fromX, toX] = [sourceX - PORT_HALF, targetX + PORT_HALF]
  const { path, midX, midY } = threadPath({ fromX, fromY: sourceY, toX, toY: targetY })
  const width = rows === null ? 2 : ribbonWidth(rows, data?.most ?? rows, data?.second ? 6 : 12)
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={28}
        className={styles.thread}
        data-counted={rows !== null || undefined}
        data-second={data?.second || undefined}
        data-selected={selected || chosen || undefined}
        style={{ strokeWidth: width }}
      />
      {(open || (rows !== null && !far)) && (
        <EdgeLabelRenderer>
          <div
            className={styles.spot}
            data-open={open || undefined}
            style={{ transform: `translate(-50%, -50%) translate(${midX}px, ${midY}px)` }}
          >
            {rows !== null && <CountChip rows={rows} />}
            {open && (
              <div onPointerEnter={() => hover(id)} onPointerLeave={() => hover(null)}>
                <ConnectionTools id={id} />
              </div>
            )}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
