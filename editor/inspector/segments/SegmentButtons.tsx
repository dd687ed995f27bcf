import { useState } from 'react'
import type { Conditions, SegmentUse } from '../../../runtime/conditions/tree.ts'
import { useFlow } from '../../document/hooks.ts'
import { useCatalogue } from '../../queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { say } from '../../words/words.ts'
import { useSettingsStep } from '../step-context.ts'
import { AllSegments } from './AllSegments.tsx'
import { useSaveSegment, useSegments } from './queries.ts'
import css from './segments.module.css'
import { inOrder, rowsAt } from './uses.ts'

interface SegmentButtonsProps {
  tree: Conditions
  onAdd(use: SegmentUse): void
  onReplace(tree: Conditions): void
  onOpen(name: string): void
}

/** Putting a segment among the conditions, making one of them, and a way to all of them. */
export function SegmentButtons({ tree, onAdd, onReplace, onOpen }: SegmentButtonsProps) {
  const [saving, setSaving] = useState(false)
  const [listing, setListing] = useState(false)
  const here = useRowsHere()
  const { data: segments } = useSegments()
  const items = inOrder(segments ?? [], here).map(({ name, where }) => ({
    id: name,
    text: name,
    onAction: () => onAdd({ segment: name, is: true, where }),
  }))
  const none = { id: ' none', text: say('No segments yet. Save conditions as one.'), disabled: true }
  const all = { id: ' all', text: say('All segments…'), onAction: () => setListing(true) }
  return (
    <>
      <Menu name={say('Segments')} items={items.length > 0 ? [...items, null, all] : [none]} placement="bottom start">
        <Button size="small">{say('Add segment')}</Button>
      </Menu>
      {tree.conditions.some(part => !('segment' in part)) && (
        <Button size="small" onPress={() => setSaving(true)}>
          {say('Save as segment')}
        </Button>
      )}
      {listing && (
        <AllSegments
          onOpen={name => {
            setListing(false)
            onOpen(name)
          }}
          onClose={() => setListing(false)}
        />
      )}
      {saving && <SaveDialog tree={tree} onClose={() => setSaving(false)} onReplace={onReplace} />}
    </>
  )
}

function useRowsHere() {
  const { step } = useSettingsStep()
  const { document } = useFlow()
  const { data: catalogue } = useCatalogue()
  return rowsAt(document, step.id, catalogue?.kinds ?? [])
}

function SaveDialog({ tree, onClose, onReplace }: { tree: Conditions; onClose(): void; onReplace(tree: Conditions): void }) {
  const [name, setName] = useState('')
  const [use, setUse] = useState(true)
  const madeOn = useRowsHere()
  const { mutate, error, isPending } = useSaveSegment()
  const save = () =>
    mutate(
      { name: name.trim(), where: tree, ...(madeOn && { madeOn }) },
      {
        onSuccess: ({ name: segment, where }) => {
          if (use) onReplace({ match: 'all', conditions: [{ segment, is: true, where }] })
          onClose()
        },
      },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say('Save as segment')}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>{say('Cancel')}</Button>
          <Button variant="primary" pending={isPending} isDisabled={name.trim() === ''} onPress={save}>
            {say('Save segment')}
          </Button>
        </>
      }
    >
      <form
        className={css.form}
        onSubmit={event => {
          event.preventDefault()
          if (name.trim() !== '') save()
        }}
      >
        <TextField
          label={say('Name')}
          description={say('As people will look for it in other flows: “Paid orders”, “Returning customers”.')}
          value={name}
          onChange={setName}
          maxLength={100}
          autoFocus
        />
        <Switch isSelected={use} onChange={setUse}>
          {say('Use the segment here, in place of these conditions')}
        </Switch>
        <ErrorNote error={error} />
      </form>
    </Dialog>
  )
}
