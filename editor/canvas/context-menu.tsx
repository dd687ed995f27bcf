import { Fragment, type MouseEvent as ReactMouseEvent, useCallback, useRef, useState } from 'react'
import { Menu, MenuItem, MenuSection, Separator } from 'react-aria-components'
import { type Command, groupTitles } from '../commands/command.ts'
import { commandOf, possible } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useSituation } from '../commands/situation.ts'
import { focusStep, type Stage, useStage } from '../commands/stage.ts'
import style from '../ui/Menu.module.css'
import { useBackByHand } from '../ui/use-back.ts'
import { say } from '../words/words.ts'
import styles from './add-menu.module.css'
import { useDismiss, useInside } from './floating.ts'

type Context = NonNullable<Stage['context']>
/** What can be done where, in groups. Whatever cannot be done now is left out. */
const acts: Readonly<Record<Context['of'], readonly (readonly string[])[]>> = {
  step: [
    ['open-settings', 'rename', 'preview', 'skip'],
    ['add-after', 'insert-before', 'connect', 'replace', 'move-up', 'move-down'],
    ['select-several', 'copy', 'cut', 'duplicate', 'frame', 'unframe', 'rename-frame', 'fold'],
    ['align-left', 'align-top', 'distribute-horizontally', 'distribute-vertically'],
    ['delete', 'delete-apart'],
  ],
  connection: [['insert-into', 'preview-connection'], ['remove-connection']],
  canvas: [
    ['add-after', 'note', 'paste', 'paste-wired'],
    ['select-all', 'select-several', 'find', 'tidy-up'],
    ['fit', 'zoom-100', 'map', 'notes', 'switch-view'],
  ],
}

const menuNames = { step: say('Step actions'), connection: say('Connection actions'), canvas: say('Canvas actions') } as const

/** Opens the menu of what can be done here; from the menu key it opens at the card or row, which has no pointer. */
export function offer(event: MouseEvent | ReactMouseEvent, of: Context['of']): void {
  event.preventDefault()
  const box = event.target instanceof Element ? event.target.getBoundingClientRect() : new DOMRect()
  const keyed = event.clientX === 0 && event.clientY === 0
  useStage.setState({ context: { x: keyed ? box.left + 24 : event.clientX, y: keyed ? box.top + 24 : event.clientY, of } })
}

/** The menu of a right press, a long press or the menu key: everything that can be done there, each with its key. */
export function ContextMenu() {
  const context = useStage(s => s.context)
  return context && <OpenMenu context={context} />
}

function OpenMenu({ context }: { context: Context }) {
  const at = useSituation()
  const box = useRef<HTMLDivElement>(null)
  const [from] = useState(() => document.activeElement)
  const place = useInside(box, context)
  const close = useCallback(() => {
    useStage.setState({ context: null })
    const step = at.store.getState().selected.at(-1)
    if (context.of === 'step' && step !== undefined) focusStep(step, from)
    else if (from instanceof HTMLElement || from instanceof SVGElement) from.focus()
  }, [at, context, from])
  useDismiss(box, close)
  useBackByHand(true, close)
  const sections = acts[context.of].map(ids => ids.map(commandOf).filter(c => possible(c, at))).filter(s => s.length > 0)
  const run = (command: Command) => {
    // The keyboard is back where it was; the command may take it on from there.
    close()
    command.run({ ...at, spot: { x: context.x, y: context.y } })
  }
  return (
    <div ref={box} role="dialog" aria-label={say('Actions')} className={`${styles.menu} ${styles.context}`} style={place}>
      <Menu aria-label={menuNames[context.of]} autoFocus="first" className={style.menu!}>
        {sections.map((commands, i) => (
          <Fragment key={commands[0]!.id}>
            {i > 0 && <Separator className={style.line!} />}
            <MenuSection aria-label={groupTitles[commands[0]!.group]}>
              {commands.map(command => (
                <MenuItem
                  key={command.id}
                  id={command.id}
                  textValue={command.title(at)}
                  className={style.item!}
                  onAction={() => run(command)}
                >
                  <span className={style.label}>{command.title(at)}</span>
                  {command.keys?.[0] && (
                    <span className={style.keys} aria-hidden>
                      {keyWords(command.keys[0])}
                    </span>
                  )}
                </MenuItem>
              ))}
            </MenuSection>
          </Fragment>
        ))}
      </Menu>
    </div>
  )
}
