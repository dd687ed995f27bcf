import { Ban, Check, CircleDashed, CirclePause, Hourglass, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
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

/** Rests of which the tone alone does not tell the kind. */
const RESTS: Readonly<Record<string, ReactNode>> = {
  [say('Paused')]: <CirclePause aria-hidden />,
  [say('Waiting to retry')]: <Hourglass aria-hidden />,
}

/** A run's result: a word, a picture and a colour that agree. */
export const Result = ({ run }: { run: Parameters<typeof resultWords>[0] }) => <ToneMark tone={runTone(run)}>{resultWords(run)}</ToneMark>

/** The same for any sentence that has a tone. */
export const ToneMark = ({ tone, children }: { tone: RunTone; children: string }) => (
  <Pill tone={tone} icon={RESTS[children] ?? ICONS[tone]}>
    {children}
  </Pill>
)
