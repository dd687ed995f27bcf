// biome-ignore-all lint/a11y/useFocusableInteractive: in a treegrid the row takes the focus, not its cells

import { useState } from 'react'
import { offer } from '../canvas/context-menu.tsx'
import { foremost } from '../commands/command.ts'
import { removing } from '../commands/removed.ts'
import { useAct, useSituation } from '../commands/situation.ts'
import { focusStep } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { frameWords, noteWords, removeFrames, renameFrame, writeNote } from '../document/marks.ts'
import { Button } from '../ui/Button.tsx'
import { say } from '../words/words.ts'
import styles from './flow-list.module.css'

/** Notes and frames, after the steps: what stands on them, and what can be done to them. */
export function MarkRows({ active }: { active: string | undefined }) {
  const { store, kinds } = useSituation()
  const flow = useDocument(s => s.flow)
  const selected = useDocument(s => s.selected)
  const readOnly = useDocument(s => s.readOnly)
  const { select, dispatch } = store.getState()
  const act = useAct()
  return (
    <>
      {flow.frames?.map(frame => {
        const { title, inside } = frameWords(flow, kinds, frame)
        return (
          <div key={frame.id} role="row" aria-level={1} aria-label={say('Frame: {title}', { title })} className={styles.row}>
            <span role="gridcell" className={styles.name}>
              <Words
                name={frame.name}
                kind={say('Frame')}
                label={say('Frame name')}
                readOnly={readOnly}
                keep={name => dispatch(renameFrame(frame.id, name))}
              />
            </span>
            <span role="gridcell" className={styles.does}>
              {inside}
            </span>
            <span role="gridcell" />
            <span role="gridcell" />
            <span role="gridcell" className={styles.acts}>
              <Button
                size="small"
                variant="quiet"
                aria-label={say('Select the steps of {name}', { name: frame.name })}
                onPress={() => select(frame.steps)}
              >
                {say('Select')}
              </Button>
              {!readOnly && (
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={say('Remove frame {name}', { name: frame.name })}
                  onPress={() => {
                    removing({ store }, removeFrames(flow, [frame.id]), frame.steps[0])
                    // The row is gone with its button: on to what stood in it.
                    if (frame.steps[0]) focusStep(frame.steps[0])
                  }}
                >
                  {say('Remove')}
                </Button>
              )}
            </span>
          </div>
        )
      })}
      {flow.notes?.map(note => (
        <div
          key={note.id}
          role="row"
          aria-level={1}
          aria-label={say('Note: {noteWords}', { noteWords: noteWords(note) })}
          aria-selected={selected.includes(note.id)}
          tabIndex={active === note.id ? 0 : -1}
          data-id={note.id}
          onContextMenu={event => {
            select(foremost(selected, note.id))
            offer(event, 'step')
          }}
          className={styles.row}
        >
          <span role="gridcell" className={styles.name}>
            <Words
              name={note.text}
              shown={noteWords(note)}
              kind={say('Note')}
              label={say('Note text')}
              lines={4}
              readOnly={readOnly}
              keep={text => dispatch(writeNote(note.id, text))}
            />
          </span>
          <span role="gridcell" className={styles.does}>
            {note.text}
          </span>
          <span role="gridcell" />
          <span role="gridcell" />
          <span role="gridcell" className={styles.acts}>
            {!readOnly && (
              <Button
                size="small"
                variant="quiet"
                aria-label={say('Delete note {noteWords}', { noteWords: noteWords(note) })}
                onPress={() => {
                  select([note.id])
                  act('delete')
                }}
              >
                {say('Delete')}
              </Button>
            )}
          </span>
        </div>
      ))}
    </>
  )
}

interface WordsProps {
  name: string
  /** What stands for it while it is not being written. */
  shown?: string
  kind: string
  lines?: number
  label: string
  readOnly: boolean
  keep(words: string): void
}
/** Words that a press turns into a field. */
function Words({ name, shown = name, kind, lines = 1, label, readOnly, keep }: WordsProps) {
  const [writing, write] = useState(false)
  if (!writing)
    return (
      <span className={styles.words}>
        <span>
          <b>{shown}</b>
          <small>{kind}</small>
        </span>
        {!readOnly && (
          <Button
            size="small"
            variant="quiet"
            data-edit
            aria-label={say('Edit {label}', { label: label.toLowerCase() })}
            onPress={() => write(true)}
          >
            {say('Edit')}
          </Button>
        )}
      </span>
    )
  const done = (value: string | null) => {
    write(false)
    if (value !== null && value !== name) keep(value)
  }
  return (
    <textarea
      className={styles.field}
      aria-label={label}
      defaultValue={name}
      rows={lines}
      // biome-ignore lint/a11y/noAutofocus: the press that opened it asked for it
      autoFocus
      onBlur={event => done(event.currentTarget.value)}
      onKeyDown={event => {
        event.stopPropagation()
        const kept = event.key === 'Enter' && (lines === 1 || event.ctrlKey || event.metaKey)
        if (event.key !== 'Escape' && !kept) return
        const row = event.currentTarget.closest('[role=row]')
        done(kept ? event.currentTarget.value : null)
        requestAnimationFrame(() => row?.querySelector<HTMLElement>('[data-edit]')?.focus())
      }}
    />
  )
}
