import { focusStep, useStage } from '../commands/stage.ts'
import { useDocument, useDocumentStore, useSelected } from '../document/hooks.ts'
import { Inspector } from '../inspector/Inspector.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** Settings where they do not fit beside the flow: a sheet, on a phone the whole page. Closing returns to the step. */
export function SettingsSheet({ page }: { page: boolean }) {
  const open = useStage(s => s.settingsOpen)
  const selected = useSelected()
  const store = useDocumentStore()
  const name = useDocument(s => s.flow.nodes.find(n => n.id === selected)?.name ?? 'Step')
  const close = () => {
    useStage.setState({ settingsOpen: false })
    const step = store.getState().selected.at(-1)
    if (step) focusStep(step)
  }
  return (
    <Dialog
      isOpen={open && selected !== null}
      onClose={close}
      title={`Settings of ${name}`}
      side={!page}
      {...(page && { size: 'wide' as const })}
    >
      <div data-region="settings">
        <Inspector />
      </div>
    </Dialog>
  )
}
