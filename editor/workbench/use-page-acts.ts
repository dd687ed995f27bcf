import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { PageActs } from '../commands/command.ts'
import { openDialog } from '../commands/stage.ts'
import type { Saver } from '../document/autosave.ts'
import { copyOf } from '../document/copy.ts'
import type { DocumentStore } from '../document/store.ts'
import { useCreateFlow, useFlowDetail, usePause } from '../queries.ts'
import { pauseWords } from '../runs/paused-words.ts'
import { toast, toastErrorOr } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import type { FlowRuns } from './use-runs.ts'

/** What commands may ask of the page. */
export function usePageActs(store: DocumentStore, saver: Saver, runs: FlowRuns): PageActs {
  const id = store.getState().id
  const navigate = useNavigate()
  const { mutate: create } = useCreateFlow()
  const { mutate: pause } = usePause(id)
  const { data } = useFlowDetail(id)
  const paused = data?.paused ?? false
  const { active, start, stop } = runs
  const running = active !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: starting and stopping read the latest state themselves
  return useMemo(
    () => ({
      running,
      runningSince: active?.startedAt ?? null,
      paused,
      live: (data?.live ?? null) !== null,
      run: start,
      stopRun: stop,
      // What is saved is a draft; a version, with its name, is made by publishing.
      save: () =>
        void saver.flush().then(ok => {
          if (ok) toast(say('Saved.'), { passes: true, acts: [{ label: say('Publish with a name'), act: () => openDialog('publish') }] })
        }),
      duplicateFlow: function duplicate() {
        const { flow } = store.getState()
        create(
          { document: copyOf(flow) },
          { onSuccess: made => void navigate({ to: '/flows/$id', params: { id: made.id } }), onError: toastErrorOr(duplicate) },
        )
      },
      seeRuns: () => void navigate({ to: '/flows/$id/runs', params: { id } }),
      exportFlow: () => download(`${store.getState().flow.name}.json`, `${JSON.stringify(store.getState().flow, null, 2)}\n`),
      pauseSchedule: function change() {
        pause(!paused, { onSuccess: now => toast(pauseWords(now)), onError: toastErrorOr(change) })
      },
    }),
    [running, paused, data?.live, active?.run, active?.startedAt, saver, store, create, navigate, pause],
  )
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name.replace(/[^\p{L}\p{N} ._()-]+/gu, '-') })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}
