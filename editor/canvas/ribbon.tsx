import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useDocument } from '../document/hooks.ts'
import { ribbonWidth } from './counts.ts'
import styles from './ribbon.module.css'
import { threadPath } from './thread-path.ts'
import { ConnectionTools } from './toolbars.tsx'

export type RibbonEdge = Edge<{ rows: number | null; most: number; second: boolean; lost: number }, 'ribbon'>

/** A connection: a thread while nothing is counted, then a ribbon as wide as what went through it. */
export const Ribbon = memo(({ id, sourceX, sourceY, targetX, targetY, data, selected }: EdgeProps<RibbonEdge>) => {
  const open = useDocument(s => s.selectedEdge === id)
  const rows = data?.rows ?? null
  const { path, midX, midY } = threadPath({ fromX: sourceX, fromY: sourceY, toX: targetX, toY: targetY })
  const width = rows === null ? 2 : ribbonWidth(rows, data?.most ?? rows, data?.second ? 6 : 12)
  return (
    <>
      {rows !== null && (data?.lost ?? 0) > 0 && (
        <Loss x={sourceX} y={sourceY} width={ribbonWidth(data!.lost, data!.most, 6)} down={Math.abs(targetY - sourceY) < 60} />
      )}
      <BaseEdge
        path={path}
        interactionWidth={28}
        className={styles.thread}
        data-counted={rows !== null || undefined}
        data-second={data?.second || undefined}
        data-selected={selected || open || undefined}
        style={{ strokeWidth: width }}
      />
      <EdgeLabelRenderer>
        <div className={styles.spot} style={{ transform: `translate(-50%, -50%) translate(${midX}px, ${midY}px)` }}>
          {rows !== null && <span className={styles.chip}>{rows.toLocaleString('en')}</span>}
          {open && <ConnectionTools />}
        </div>
      </EdgeLabelRenderer>
    </>
  )
})

/** Rows that left here: a thin ribbon that turns away and fades. */
const Loss = ({ x, y, width, down }: { x: number; y: number; width: number; down: boolean }) => {
  const way = down ? 1 : -1
  return (
    <path
      className={styles.loss}
      d={`M${x - 4},${y + way * 4} C${x + 26},${y + way * 5} ${x + 30},${y + way * 34} ${x + 58},${y + way * 36}`}
      style={{ strokeWidth: width }}
    />
  )
}
