import { useEffect } from 'react'
import { useSituation } from '../commands/situation.ts'
import { focusStep, useStage } from '../commands/stage.ts'
import { nameOf } from '../document/graph.ts'
import { useDocumentStore, useSelected, useStep } from '../document/hooks.ts'
import { Inspector } from '../inspector/Inspector.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { say } from '../words/words.ts'
import styles from './workbench.module.css'

/** Settings where they do not fit beside the flow: a sheet, on a phone the whole page. Closing returns to the step. */
export function SettingsSheet({ page }: { page: boolean }) {
  const open = useStage(s => s.settingsOpen)
  const selected = useSelected()
  const store = useDocumentStore()
  const { kinds } = useSituation()
  const step = useStep(selected)
  const name = step ? nameOf(step, kinds.get(step.kind)) : ''
  const shown = open && selected !== null
  // The step they are about stays in sight beside them.
  useEffect(() => {
    if (shown && !page) useStage.getState().view?.reveal(selected, true)
  }, [shown, page, selected])
  const close = () => {
    useStage.setState({ settingsOpen: false })
    const chosen = store.getState().selected.at(-1)
    if (chosen) focusStep(chosen)
  }
  return (
    <Dialog
      isOpen={shown}
      onClose={close}
      title={say('Settings of {name}', { name })}
      bare
      side={!page}
      {...(page && { size: 'wide' as const })}
    >
      <div className={styles.sheet} data-region="settings">
        <Inspector />
      </div>
    </Dialog>
  )
}
