import { Ban, Check, CircleDashed, CirclePause, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { Pill } from '../ui/Pill.tsx'
import { say } from '../words/words.ts'
import style from './Result.module.css'
import { type RunTone, resultWords, runTone } from './words.ts'

const ICONS: Record<RunTone, ReactNode> = {
  ok: <Check aria-hidden />,
  warn: <TriangleAlert aria-hidden />,
  err: <Ban aria-hidden />,
  run: <LoaderCircle aria-hidden className={style.turning} />,
  plain: <CircleDashed aria-hidden />,
}

/** A run's result: a word, a picture and a colour that agree. */
export const Result = ({ run }: { run: Pick<Run, 'state' | 'paths'> }) => <ToneMark tone={runTone(run)}>{resultWords(run)}</ToneMark>

/** The same for any sentence that has a tone. */
export const ToneMark = ({ tone, children }: { tone: RunTone; children: ReactNode }) => (
  <Pill tone={tone} icon={children === say('Paused') ? <CirclePause aria-hidden /> : ICONS[tone]}>
    {children}
  </Pill>
)
