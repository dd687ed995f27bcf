import { count } from '../words/words.ts'
import styles from './count-chip.module.css'

/** How many rows went through a connection, on its middle. */
export const CountChip = ({ rows }: { rows: number }) => <span className={styles.chip}>{count(rows)}</span>
