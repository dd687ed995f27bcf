import type { NodeProps } from '@xyflow/react'
import { say } from '../words/words.ts'
import type { GhostNode } from './drawn.ts'
import styles from './marks.module.css'

/** Where a step stood that is gone, in a comparison. */
export const GhostCard = ({ data }: NodeProps<GhostNode>) => (
  <div className={styles.ghost}>
    <b>{data.name}</b>
    <span>{say('− removed')}</span>
  </div>
)
