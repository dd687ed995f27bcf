import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { announce } from '../announce/announce.ts'
import { countRun } from '../canvas/counts.ts'
import { showRuns, showTab } from '../commands/stage.ts'
import type { Saver } from '../document/autosave.ts'
import type { DocumentStore } from '../document/store.ts'
import { isActive, useLiveRun } from '../live/use-live.ts'
import { sentences } from '../preview/words.ts'
import { useCheck } from '../problems/use-check.ts'
import { useFlowDetail, useStartRun, useStopRun } from '../queries.ts'
import { farOf, markOf } from '../runs/progress.ts'
import { nearDay } from '../runs/time.ts'
import { beforeWords, flawWords, tallyOf, triedAgain } from '../runs/words.ts'
import { toast, toastErrorOr } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'

const DOUBLE_PRESS_MS = 500
const DONE = say('(done) ')

export interface FlowRuns {
  active: Run | null
  start(): void
  stop(): void
  pending: boolean
}

/** The flow's run while it goes on: numbers to the cards, words to screen readers, one toast at its end. */
export function useFlowRuns(store: DocumentStore, saver: Saver): FlowRuns {
  const id = store.getState().id
  const latest = useLiveRun(id)
  const start = useStartRun(id)
  const stop = useStopRun()
  const live = useFlowDetail(id).data?.live ?? null
  const toRun = useSeeRun(id)
  const watched = useRef<{ run: string; said: boolean } | null>(null)
  /** The newest run that was heard of; ids grow with time. */
  const newest = useRef('')
  const speak = useSpokenProgress()

  useEffect(() => {
    if (!latest) return
    countRun(latest)
    // One that began and ended between two looks is told all the same; what had ended when the flow was opened is not.
    const brief = newest.current !== '' && latest.run > newest.current && watched.current?.run !== latest.run
    if (latest.run > newest.current) newest.current = latest.run
    if (isActive(latest)) {
      if (watched.current?.run === latest.run) return speak(latest)
      watched.current = { run: latest.run, said: false }
      announce(say('Run started.'))
      showRuns()
    } else if (brief || (watched.current?.run === latest.run && !watched.current.said)) {
      watched.current = { run: latest.run, said: true }
      ended(latest, toRun)
    }
  }, [latest, toRun, speak])
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === 'visible' && document.title.startsWith(DONE)) document.title = document.title.slice(DONE.length)
    }
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [])

  const pressed = useRef(Number.NEGATIVE_INFINITY)
  const halt = () => {
    // Stop stands where Run now stood: the second of a double press means no stop.
    if (performance.now() - pressed.current < DOUBLE_PRESS_MS) return
    if (latest)
      stop.mutate(latest.run, {
        onSuccess: () => toast(say('Stopping. Requests under way are finished first.')),
        onError: toastErrorOr(halt),
      })
  }
  const begun = useRef(false)
  /** A double press starts one run. */
  const once = () => {
    if (begun.current) return
    begun.current = true
    pressed.current = performance.now()
    void begin().finally(() => {
      begun.current = false
    })
  }
  const begin = async () => {
    if (!(await saver.flush()))
      return void toast(say('Nothing was run, since the draft could not be saved. Your changes are kept on this device.'), {
        tone: 'err',
      })
    const must = live === null ? useCheck.getState().problems.filter(p => p.level === 'must_fix').length : 0
    if (must > 0) {
      showTab('problems')
      return void toast(say('Fix {must, plural, one {# problem} other {# problems}} before running', { must }), { tone: 'warn' })
    }
    // What is live runs; before anything is, the draft does.
    await start
      .mutateAsync(live === null ? { version: null } : {}, {
        // The first answer counts as seen, however short the run.
        onSuccess: run => {
          if (watched.current?.run !== run.run) {
            watched.current = { run: run.run, said: false }
            announce(say('Run started.'))
          }
          if (!isActive(run) && !watched.current.said) {
            watched.current.said = true
            countRun(run)
            ended(run, toRun)
          }
        },
        onError: toastErrorOr(once),
      })
      .catch(() => {
        // Told above.
      })
  }
  return { active: isActive(latest) ? latest : null, pending: start.isPending, start: once, stop: halt }
}

const SPOKEN_MS = 10_000
/** 25, 50 and 75 percent, for those who hear: each once, and none right after another. */
function useSpokenProgress() {
  const before = useRef({ run: '', mark: 0, at: 0 })
  return useRef((run: Run) => {
    const mark = markOf(farOf(run))
    const now = performance.now()
    if (before.current.run !== run.run) before.current = { run: run.run, mark: 0, at: now - SPOKEN_MS }
    if (mark <= before.current.mark || now - before.current.at < SPOKEN_MS) return
    before.current = { run: run.run, mark, at: now }
    announce(say('{percent} percent.', { percent: mark }))
  }).current
}

function useSeeRun(id: string) {
  const navigate = useNavigate()
  const latest = useRef((run: string) => void navigate({ to: '/flows/$id/runs/$run', params: { id, run } }))
  return latest.current
}

function ended(run: Run, see: (run: string) => void): void {
  const tally = tallyOf(run)
  const flaws = flawWords(tally)
  // That nothing was rejected is worth a word, too; what else became of rows is a sentence of its own.
  const words = [
    say('{delivered, plural, other {# accepted}}', { delivered: tally.delivered }),
    say('{rejected, plural, other {# rejected}}', { rejected: tally.rejected }),
  ]
  const others = [...flawWords({ ...tally, rejected: 0 }), ...beforeWords(tally.duplicate)]
  const failed = run.state === 'failed' || run.state === 'interrupted'
  const cut = run.state === 'interrupted' && !run.paths.some(p => p.error)
  const again = triedAgain(run)
  const outcome = again
    ? say('Run is tried again by itself {when}. {words}.', { when: nearDay(again, Date.now()), words: words.join(', ') })
    : cut
      ? say('Run interrupted. {words}.', { words: words.join(', ') })
      : failed
        ? say('Run failed. {words}.', { words: words.join(', ') })
        : run.state === 'stopped'
          ? say('Run stopped. {words}.', { words: words.join(', ') })
          : say('Run finished. {words}.', { words: words.join(', ') })
  const sentence = others.length ? `${outcome} ${others.join(', ')}.` : outcome
  announce(sentence)
  const trouble = flaws.length > 0
  const error = failed ? run.paths.find(p => p.error)?.error : undefined
  toast(sentence, {
    why: error ? sentences(error.message, error.why) : cut ? say('The server ended in the middle of it. The next run sends the rest.') : '',
    tone: failed && !again && !cut ? 'err' : trouble || again || cut ? 'warn' : 'plain',
    acts: [
      {
        label: trouble ? (tally.rejected ? say('See rejected rows') : say('See these rows')) : say('See the run'),
        act: () => see(run.run),
      },
    ],
  })
  if (document.visibilityState === 'hidden' && !document.title.startsWith(DONE)) document.title = DONE + document.title
}
