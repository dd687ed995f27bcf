import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useSituation } from '../commands/situation.ts'
import { catchFocus, focusStep, useStage } from '../commands/stage.ts'
import { nameOf } from '../document/graph.ts'
import { useDocument, useDocumentStore, useSelected, useStep } from '../document/hooks.ts'
import type { DocumentStore } from '../document/store.ts'
import { Inspector } from '../inspector/Inspector.tsx'
import { cx } from '../ui/cx.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { say } from '../words/words.ts'
import styles from './settings-sheet.module.css'
import around from './workbench.module.css'

/** Whether settings are asked for where they do not stand beside the flow by themselves. */
export function useSettingsShown(): boolean {
  const asked = useStage(s => s.settings)
  // Whether there is one, not which: who asks is not drawn again with every step that is chosen and every key in its settings.
  const step = useDocument(s => s.flow.nodes.some(n => n.id === s.selected.at(-1)))
  return asked === 'flow' || (asked === 'step' && step)
}

/** Closing returns to the step. */
function close(store: DocumentStore): void {
  useStage.setState({ settings: null })
  const chosen = store.getState().selected.at(-1)
  if (chosen) focusStep(chosen)
  else catchFocus()
}

/** Settings on a tablet: as beside the flow on a wide screen, while they are wanted. The flow makes room and stays in use. */
export function SettingsSheet() {
  const selected = useSelected()
  const store = useDocumentStore()
  // The step they are about stays in sight beside them.
  useEffect(() => {
    if (selected !== null) useStage.getState().view?.reveal(selected, true)
  }, [selected])
  return (
    <div className={cx(around.settings, styles.sheet)} data-region="settings">
      <span className={styles.shut} data-closes>
        <IconButton name={say('Close settings')} onPress={() => close(store)}>
          <X />
        </IconButton>
      </span>
      <Inspector />
    </div>
  )
}

/** Settings on a phone: the whole page. */
export function SettingsPage() {
  const shown = useSettingsShown()
  const step = useStep(useSelected())
  const flow = useDocument(s => s.flow.name)
  const store = useDocumentStore()
  const { kinds } = useSituation()
  const name = step ? nameOf(step, kinds.get(step.kind)) : flow
  return (
    <Dialog isOpen={shown} onClose={() => close(store)} title={say('Settings of {name}', { name })} bare size="wide">
      <div className={styles.whole} data-region="settings">
        <Inspector />
      </div>
    </Dialog>
  )
}
