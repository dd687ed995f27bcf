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
  const close = () => {
    useStage.setState({ settingsOpen: false })
    const shown = store.getState().selected.at(-1)
    if (shown) focusStep(shown)
  }
  return (
    <Dialog
      isOpen={open && selected !== null}
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
