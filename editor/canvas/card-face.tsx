import type { ReactNode } from 'react'
import type { FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { portsOf } from '../document/graph.ts'
import { say } from '../words/words.ts'
import { KindTile } from './pictograms.tsx'
import { StateLine } from './state-line.tsx'
import styles from './step-card.module.css'
import type { StepState } from './step-state.ts'

/** What a card shows wherever it is drawn: the tile, its title, what the step does, how it stands, and the rows that left here. */
export const CardFace = ({
  step,
  kind,
  sentence,
  state,
  loss,
  title,
  children,
}: {
  step: FlowNode
  kind: KindInfo | undefined
  sentence: string
  state: StepState
  /** Width of the ribbon of rows that left here; 0 for none. */
  loss: number
  title: ReactNode
  children?: ReactNode
}) => (
  <div className={styles.card} data-tone={state.tone} data-skipped={step.skip || undefined}>
    <div className={styles.head}>
      <KindTile kind={kind} />
      <div className={styles.words}>
        {title}
        <span className={styles.sentence}>
          {sentence || kind?.summary || say('There is no kind called {kind} here', { kind: step.kind })}
        </span>
      </div>
    </div>
    <StateLine state={state} />
    {loss > 0 && <Loss width={loss} port={portsOf(kind).length > 1} />}
    {children}
  </div>
)

/** Rows that left here: a thin ribbon that turns down and fades, from the lower port or from under the card. */
const Loss = ({ width, port }: { width: number; port: boolean }) => (
  <svg className={styles.loss} data-port={port || undefined} viewBox="0 0 64 52" width="64" height="52" aria-hidden="true">
    <defs>
      <linearGradient id={`fade${port ? '-port' : ''}`} x1="0" y1="0" x2={port ? 1 : 0.4} y2="1">
        <stop offset="0.4" stopColor="var(--ribbon-loss)" />
        <stop offset="1" stopColor="var(--ribbon-loss)" stopOpacity="0" />
      </linearGradient>
    </defs>
    <path
      d={port ? 'M0,6 C34,6 26,34 60,40' : 'M8,0 C8,20 14,32 34,44'}
      fill="none"
      stroke={`url(#fade${port ? '-port' : ''})`}
      strokeWidth={width}
    />
  </svg>
)
