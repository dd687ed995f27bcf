import styles from './state-line.module.css'
import type { StepState } from './step-state.ts'

const signs: Readonly<Record<StepState['tone'], string>> = {
  ready: '●',
  setup: '○',
  problem: '▲',
  waiting: '⋯',
  running: '◐',
  done: '✓',
  mixed: '✓▲',
  failed: '■',
  skipped: '⤼',
  stale: '◌',
  pinned: '⚲',
}

/** The state of a step in a sign, words and a number: on the card and in the list. */
export const StateLine = ({ state, plain }: { state: StepState; plain?: boolean }) => (
  <div className={plain ? styles.plainLine : styles.foot} data-tone={state.tone}>
    {state.share === null ? (
      <span className={styles.sign} aria-hidden="true">
        {signs[state.tone]}
      </span>
    ) : (
      <span className={styles.share} aria-hidden="true">
        <i style={{ inlineSize: `${Math.round(state.share * 100)}%` }} />
      </span>
    )}
    <span className={styles.stateWords}>{state.words}</span>
    {state.number && <span className={styles.number}>{state.number}</span>}
  </div>
)
