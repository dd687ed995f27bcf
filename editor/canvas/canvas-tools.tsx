import { useStore } from '@xyflow/react'
import { commandOf, possible } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useAct, useSituation } from '../commands/situation.ts'
import { mapShown, useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { Button } from '../ui/Button.tsx'
import { Tip } from '../ui/Tooltip.tsx'
import { useWidth } from '../ui/use-width.ts'
import { say } from '../words/words.ts'
import styles from './canvas.module.css'
import { Sign } from './pictograms.tsx'

/** The dock at the bottom of the canvas: toolbar `Canvas tools`. */
export function CanvasTools() {
  const zoom = useStore(s => s.transform[2])
  // On a phone the picture is for looking; the list is where one edits.
  const phone = useWidth() === 'phone'
  const readOnly = useDocument(s => s.readOnly) || phone
  const act = useAct()
  return (
    <div role="toolbar" aria-label={say('Canvas tools')} className={styles.dock} data-region="tools">
      {!readOnly && (
        <>
          <UndoRedo />
          <span className={styles.bar} />
          <Button variant="quiet" onPress={() => act('add-after')}>
            <Sign name="plus" size={16} />
            {say('Add step')}
          </Button>
          <Button variant="quiet" onPress={() => act('tidy-up')}>
            {say('Tidy up')}
          </Button>
          <span className={styles.bar} />
        </>
      )}
      <Tool id="zoom-out" sign="minus" />
      <Button
        variant="quiet"
        className={styles.level}
        aria-label={say('Zoom level {round} %', { round: Math.round(zoom * 100) })}
        onPress={() => act('zoom-100')}
      >
        {Math.round(zoom * 100)} %
      </Button>
      <Tool id="zoom-in" sign="plus" />
      <Tool id="fit" sign="fit" />
      <MapToggle />
    </div>
  )
}

/** One pair for the whole page: in the dock, or in the header where no canvas is drawn. */
export function UndoRedo() {
  const at = useSituation()
  // What they would do, in words: each key that is typed enters the history, but takes back the same thing.
  useDocument(() => (['undo', 'redo'] as const).map(id => `${possible(commandOf(id), at)} ${commandOf(id).title(at)}`).join())
  return (
    <>
      {(['undo', 'redo'] as const).map(id => (
        <span key={id} id={`${id}-words`} hidden>
          {commandOf(id).title(at)}
        </span>
      ))}
      {(['undo', 'redo'] as const).map(id => {
        const can = possible(commandOf(id), at)
        const title = commandOf(id).title(at)
        return (
          <Tip key={id} text={`${title} (${keyWords(commandOf(id).keys![0]!)})`}>
            <Button
              variant="quiet"
              className={styles.square}
              aria-label={id === 'undo' ? say('Undo') : say('Redo')}
              aria-describedby={`${id}-words`}
              aria-disabled={!can}
              onPress={() => can && commandOf(id).run(at)}
            >
              <Sign name={id} />
            </Button>
          </Tip>
        )
      })}
    </>
  )
}

function MapToggle() {
  const steps = useDocument(s => s.flow.nodes.length)
  const shown = useStage(s => mapShown(s.map, steps))
  const act = useAct()
  return (
    <Tip text={shown ? say('Hide map') : say('Show map')}>
      <Button variant="quiet" className={styles.square} aria-label={say('Show map')} aria-pressed={shown} onPress={() => act('map')}>
        <Sign name="map" />
      </Button>
    </Tip>
  )
}

function Tool({ id, sign }: { id: string; sign: string }) {
  const at = useSituation()
  const command = commandOf(id)
  return (
    <Tip text={`${command.title(at)} (${keyWords(command.keys![0]!)})`}>
      <Button variant="quiet" className={styles.square} aria-label={command.title(at)} onPress={() => command.run(at)}>
        <Sign name={sign} />
      </Button>
    </Tip>
  )
}
