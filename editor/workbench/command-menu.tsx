import { useEffect, useMemo, useRef, useState } from 'react'
import styles from '../canvas/add-menu.module.css'
import { commands, possible } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useSituation } from '../commands/situation.ts'
import { Dialog } from '../ui/Dialog.tsx'
import own from './command-menu.module.css'

/** Every act by name, with its key: dialog `Command menu`. */
export function CommandMenu({ close }: { close: () => void }) {
  const at = useSituation()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const found = useMemo(() => {
    const words = text.trim().toLowerCase()
    return commands.filter(
      c => c.id !== 'command-menu' && c.id !== 'pan' && c.id !== 'move' && possible(c, at) && c.title(at).toLowerCase().includes(words),
    )
  }, [at, text])
  const index = Math.min(chosen, found.length - 1)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    document.getElementById(`command-${index}`)?.scrollIntoView({ block: 'nearest' })
  }, [index])
  const act = (i: number) => {
    const command = found[i]
    close()
    // After the dialog has given the focus back.
    if (command) setTimeout(() => command.run(at), 0)
  }
  return (
    <Dialog isOpen onClose={close} title="Command menu" size="small">
      <input
        ref={field}
        type="search"
        className={styles.search}
        aria-label="Type a command"
        placeholder="Type a command"
        aria-controls="commands"
        aria-activedescendant={found.length ? `command-${index}` : undefined}
        value={text}
        onChange={event => {
          setText(event.target.value)
          setChosen(0)
        }}
        onKeyDown={event => {
          if (event.key === 'ArrowDown') setChosen(Math.min(found.length - 1, index + 1))
          else if (event.key === 'ArrowUp') setChosen(Math.max(0, index - 1))
          else if (event.key === 'Enter') act(index)
          else return
          event.preventDefault()
        }}
      />
      <div id="commands" role="listbox" aria-label="Commands" className={own.list}>
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field keeps the focus and hears the keys
          <div
            key={command.id}
            id={`command-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === index}
            className={own.item}
            onClick={() => act(i)}
            onPointerMove={() => setChosen(i)}
          >
            <span>{command.title(at)}</span>
            {command.keys?.[0] && <kbd>{keyWords(command.keys[0])}</kbd>}
          </div>
        ))}
      </div>
    </Dialog>
  )
}
