import { useState } from 'react'
import type { SegmentUse } from '../../../runtime/conditions/tree.ts'
import type { Column } from '../../../runtime/contract.ts'
import { Button } from '../../ui/Button.tsx'
import { Confirm, Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Link } from '../../ui/Link.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { say } from '../../words/words.ts'
import { ConditionsEditor, type ConditionsEditorProps } from '../conditions/ConditionsEditor.tsx'
import { type Segment, useDeleteSegment, useRenameSegment, useSaveSegment } from './queries.ts'
import css from './segments.module.css'
import { alike } from './uses.ts'

interface SegmentDialogProps {
  segment: Segment
  columns: readonly Column[]
  timezone: string
  seen: ConditionsEditorProps['seen']
  /** What was saved, for the flow at hand; others are told by their own check. */
  onSaved(saved: Segment): void
  onClose(): void
  readOnly: boolean
}

/** A segment: its conditions to change, and the flows that use it. */
export function SegmentDialog({ segment, columns, timezone, seen, onSaved, onClose, readOnly }: SegmentDialogProps) {
  const [tree, setTree] = useState(segment.where)
  const [deleting, setDeleting] = useState(false)
  const [name, setName] = useState(segment.name)
  const { mutateAsync: saveConditions, error, isPending } = useSaveSegment()
  const { mutateAsync: rename, error: refused, isPending: renaming } = useRenameSegment()
  const { mutate: remove, error: kept, isPending: removing } = useDeleteSegment()
  const called = name.trim()
  const other = !alike(tree, segment.where)
  const changed = other || called !== segment.name
  /** What is refused is said in the dialog, which stays. */
  const save = async () => {
    try {
      const now = called === segment.name ? segment : await rename({ name: segment.name, to: called, revision: segment.revision })
      onSaved(other ? await saveConditions({ name: called, where: tree, revision: now.revision }) : now)
      onClose()
    } catch {}
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say('Segment {name}', { name: segment.name })}
      size="wide"
      isDismissable={!changed}
      actions={
        !readOnly && (
          <>
            {segment.usedBy.length === 0 && (
              <Button variant="danger" onPress={() => setDeleting(true)}>
                {say('Delete segment')}
              </Button>
            )}
            <Button onPress={onClose}>{say('Cancel')}</Button>
            <Button
              variant="primary"
              pending={isPending || renaming}
              isDisabled={!changed || called === '' || tree.conditions.length === 0}
              onPress={save}
            >
              {say('Save segment')}
            </Button>
          </>
        )
      }
    >
      <div className={css.form}>
        <TextField
          label={say('Name')}
          description={segment.usedBy.length > 0 && say('Flows that know it by its old name go on, and are told the new one.')}
          value={name}
          onChange={setName}
          maxLength={100}
          isReadOnly={readOnly}
        />
        <ConditionsEditor
          tree={tree}
          columns={columns}
          timezone={timezone}
          seen={seen}
          effects={none}
          counting={false}
          onChange={setTree}
          readOnly={readOnly}
        />
        <UsedBy segment={segment} />
        <p className={css.note}>
          {say(
            'A flow that is live goes on with the conditions it was published with. Each flow says that the segment has changed, and is published when you say so.',
          )}
        </p>
        <ErrorNote error={refused ?? error ?? kept} />
        <Confirm
          isOpen={deleting}
          onClose={() => setDeleting(false)}
          act={say('Delete segment')}
          pending={removing}
          onConfirm={() => remove(segment.name, { onSuccess: onClose, onSettled: () => setDeleting(false) })}
        >
          <p>{say('No flow uses it. A draft that is not saved yet keeps its conditions.')}</p>
        </Confirm>
      </div>
    </Dialog>
  )
}

/** A segment that came with a flow's file, and is in no list here yet. */
export function StrangerDialog({ use: { segment, where }, onClose }: { use: SegmentUse; onClose(): void }) {
  const { mutate, error, isPending } = useSaveSegment()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say('Segment {name}', { name: segment })}
      size="small"
      actions={
        where && (
          <Button variant="primary" pending={isPending} onPress={() => mutate({ name: segment, where }, { onSuccess: onClose })}>
            {say('Save segment')}
          </Button>
        )
      }
    >
      <p className={css.note}>{say('It came with this flow, and works as it is. Save it to change it, and to use it in other flows.')}</p>
      <ErrorNote error={error} />
    </Dialog>
  )
}
const none: ReadonlyMap<number, number> = new Map()

function UsedBy({ segment: { usedBy } }: { segment: Segment }) {
  if (usedBy.length === 0) return <p className={css.note}>{say('No flow that was saved uses it.')}</p>
  return (
    <section className={css.users}>
      <h3>{say('Used in')}</h3>
      <ul aria-label={say('Flows that use the segment')}>
        {usedBy.map(({ flow, name, draft, live }) => (
          <li key={flow}>
            <Link href={`/flows/${encodeURIComponent(flow)}`}>{name}</Link>
            {live === 'current' && <Pill tone="ok">{say('live')}</Pill>}
            {live === 'older' && <Pill tone="warn">{say('live with older conditions')}</Pill>}
            {live === null && draft !== null && <Pill>{say('draft')}</Pill>}
          </li>
        ))}
      </ul>
    </section>
  )
}
