import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type Tab, useStage } from '../commands/stage.ts'
import { useSelected } from '../document/hooks.ts'
import type { DocumentStore } from '../document/store.ts'
import type { EditorSearch } from '../router.tsx'

const tabs: readonly string[] = ['preview', 'problems', 'runs', 'list']

/** The selected step and the open tab live in the address, so that a link or a reload lands where it was. */
export function useAddress(store: DocumentStore): void {
  const search = useSearch({ strict: false }) as EditorSearch
  const navigate = useNavigate()
  const selected = useSelected()
  const tab = useStage(s => s.tab)
  const first = useRef(search)
  useEffect(() => {
    const { step, tab: asked, field, run } = first.current
    if (step && store.getState().flow.nodes.some(n => n.id === step)) {
      store.getState().select([step])
      // Where settings are not beside the flow, a link to a step means its settings.
      useStage.setState({ settings: 'step', openField: field ? { step, concept: field } : null })
    }
    if (run) useStage.setState({ cameFrom: run })
    if (asked && tabs.includes(asked)) useStage.setState({ tab: asked as Tab })
  }, [store])
  const wanted = { step: selected ?? undefined, tab: tab === 'preview' ? undefined : tab }
  // An entry to which Back has returned may be about another step.
  const said = search.step === wanted.step && search.tab === wanted.tab && !search.field && !search.run
  useEffect(() => {
    if (said) return
    void navigate({
      to: '/flows/$id',
      params: { id: store.getState().id },
      // Where a link led is not where one is once the field is left.
      search: ({ field: _, run: __, ...before }) => ({ ...before, step: wanted.step, tab: wanted.tab }),
      replace: true,
      state: true,
      // Nobody went anywhere: what is scrolled stays as it is.
      resetScroll: false,
    })
  }, [navigate, store, said, wanted.step, wanted.tab])
}
