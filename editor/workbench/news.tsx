import { useEffect, useRef } from 'react'
import { announce } from '../announce/announce.ts'
import { useStage } from '../commands/stage.ts'
import type { Saver } from '../document/autosave.ts'
import { useDocument, useDocumentStore } from '../document/hooks.ts'
import { useCheck } from '../problems/use-check.ts'
import { say } from '../words/words.ts'
import { useAddress } from './use-address.ts'

/** Tells title, address and announcements what the flow has become. It stands alone, so that what it follows draws nothing else anew. */
export function News({ saver }: { saver: Saver }) {
  useAddress(useDocumentStore())
  useTitle()
  useProblemNews()
  useEmptyNews()
  useSavedFirst(saver)
  return null
}

function useTitle(): void {
  const name = useDocument(s => s.flow.name)
  useEffect(() => {
    document.title = say('{name} · Tributary', { name })
  }, [name])
}

/** A flow that opens without steps says what the keyboard can do at once. */
function useEmptyNews(): void {
  const store = useDocumentStore()
  useEffect(() => {
    const { flow, readOnly } = store.getState()
    if (flow.nodes.length === 0 && !readOnly) announce(say('This flow has no steps yet. Press Enter to start with a source.'))
  }, [store])
}

/** What is tested or published is what is drawn: saved the moment its dialog opens. */
function useSavedFirst(saver: Saver): void {
  const dialog = useStage(s => s.dialog)
  useEffect(() => {
    if (dialog === 'test' || dialog === 'publish') void saver.flush()
  }, [dialog, saver])
}

/** Says the number of problems when it changed and the checking has come to rest. */
function useProblemNews(): void {
  const count = useCheck(s => (s.checkedAt === null || s.checking ? null : s.problems.length))
  const said = useRef<number | null>(null)
  useEffect(() => {
    if (count === null || count === said.current) return
    if (said.current !== null) announce(say('{n, plural, one {# problem} other {# problems}}.', { n: count }))
    said.current = count
  }, [count])
}
