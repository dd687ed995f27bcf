import { useNavigate } from '@tanstack/react-router'
import { useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import { remove } from '../commands/steps/delete.ts'
import { useDocument, useDocumentStore } from '../document/hooks.ts'
import { amountAmong } from '../document/marks.ts'
import { replaceFlow } from '../document/settings.ts'
import { keepDraft } from '../publish/kept-drafts.ts'
import { PublishDialog } from '../publish/PublishDialog.tsx'
import { VersionsDialog } from '../publish/VersionsDialog.tsx'
import { useDeleteFlow, useFlowDetail, useVersion } from '../queries.ts'
import { ScheduleDialog } from '../schedule/ScheduleDialog.tsx'
import { TestEventDialog } from '../testevent/TestEventDialog.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { CommandMenu } from './command-menu.tsx'
import { KeyHelp } from './key-help.tsx'

const close = () => useStage.setState({ dialog: null })

/** The dialogs about the whole flow, loaded when the page is up. */
export function Dialogs() {
  const dialog = useStage(s => s.dialog)
  return (
    <>
      <TestEventDialog />
      <ScheduleDialog />
      <PublishDialog />
      <VersionsDialog />
      {dialog === 'menu' && <CommandMenu close={close} />}
      {dialog === 'keys' && <KeyHelp close={close} />}
      {dialog === 'delete-flow' && <DeleteFlow />}
      {dialog === 'discard' && <DiscardDraft />}
      {(dialog === 'delete-steps' || dialog === 'delete-steps-apart') && <DeleteSteps heal={dialog === 'delete-steps'} />}
    </>
  )
}

function DeleteFlow() {
  const id = useDocument(s => s.id)
  const name = useDocument(s => s.flow.name)
  const navigate = useNavigate()
  const remove = useDeleteFlow()
  return (
    <Confirm
      isOpen
      onClose={close}
      act={say('Delete flow')}
      pending={remove.isPending}
      onConfirm={() => remove.mutate(id, { onSuccess: () => void navigate({ to: '/' }), onError: toastError })}
    >
      <p>{say('“{name}” and its versions will be gone, and its schedule stops. What was sent stays with the platforms.', { name })}</p>
    </Confirm>
  )
}

function DeleteSteps({ heal }: { heal: boolean }) {
  const at = useSituation()
  const { flow, selected } = at.store.getState()
  return (
    <Confirm
      isOpen
      onClose={close}
      act={say('Delete {amount}', { amount: amountAmong(flow, selected) })}
      light
      onConfirm={() => {
        close()
        // The dialog gives the keyboard back first; then it goes where the flow goes on.
        requestAnimationFrame(() => remove(at, heal))
      }}
    >
      <p>{say('Undo brings them back.')}</p>
    </Confirm>
  )
}

function DiscardDraft() {
  const store = useDocumentStore()
  const id = useDocument(s => s.id)
  const { data } = useFlowDetail(id)
  const live = useVersion(id, data?.live ?? undefined)
  const document = live.data?.document
  const changes = data?.draftChanges ?? 0
  if (data && data.live === null)
    return (
      <Confirm
        isOpen
        onClose={close}
        act={say('Empty the draft')}
        onConfirm={() => {
          store
            .getState()
            .dispatch(
              replaceFlow(
                { tributary: 1, name: store.getState().flow.name, nodes: [], edges: [] },
                say('empty the draft'),
                say('The draft is empty.'),
              ),
            )
          close()
        }}
      >
        <p>{say('This flow has never been published, so there is nothing to go back to. The draft will be empty; Undo brings it back.')}</p>
      </Confirm>
    )
  return (
    <Confirm
      isOpen
      onClose={close}
      act={say('Discard draft')}
      pending={!document}
      onConfirm={() => {
        if (document) keepDraft(id, { at: new Date().toISOString(), why: say('before it was discarded'), document: store.getState().flow })
        if (document) store.getState().dispatch(replaceFlow(document, say('discard draft'), say('The draft is the live version again.')))
        close()
      }}
    >
      <p>
        {say(
          '{changes} {changes, plural, one {change} other {changes}} will be gone, and the draft is version {live} again. Undo brings them back.',
          { changes, live: data?.live },
        )}
      </p>
    </Confirm>
  )
}
