import { useMemo, useState } from 'react'
import { PickList } from '../canvas/pick-list.tsx'
import { commands, possible } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useSituation } from '../commands/situation.ts'
import { Dialog } from '../ui/Dialog.tsx'

// These mean nothing without the key that says which way.
const WITHOUT = new Set(['command-menu', 'pan', 'move'])

/** Every act by name, with its key: dialog `Command menu`. */
export function CommandMenu({ close }: { close: () => void }) {
  const at = useSituation()
  const [text, setText] = useState('')
  const found = useMemo(() => {
    const words = text.trim().toLowerCase()
    return commands.filter(c => !WITHOUT.has(c.id) && possible(c, at) && c.title(at).toLowerCase().includes(words))
  }, [at, text])
  const act = (i: number) => {
    close()
    // After the dialog has given the focus back.
    setTimeout(() => found[i]?.run(at), 0)
  }
  return (
    <Dialog isOpen onClose={close} title="Command menu" size="small">
      <div>
        <PickList
          search="Type a command"
          list="Commands"
          text={text}
          onText={setText}
          picks={found.map(c => ({ key: c.id, title: c.title(at), ...(c.keys?.[0] && { end: <kbd>{keyWords(c.keys[0])}</kbd> }) }))}
          onPick={act}
          empty="There is no such command."
        />
      </div>
    </Dialog>
  )
}
