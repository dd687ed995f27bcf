import { useMemo, useState } from 'react'
import { announce } from '../announce/announce.ts'
import { PickList } from '../canvas/pick-list.tsx'
import { KindTile } from '../canvas/pictograms.tsx'
import { type Offer, offers } from '../commands/offers.ts'
import { useSituation } from '../commands/situation.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { say } from '../words/words.ts'

/** Every act by name, with its key, what was used last first; typing also finds steps to go to and kinds to add. */
export function CommandMenu({ close }: { close: () => void }) {
  const at = useSituation()
  const [text, setText] = useState('')
  const found = useMemo((): Offer[] => offers(at, text), [at, text])
  const act = (i: number) => {
    const { off, why } = found[i]!
    // The reason stands in the line; the keyboard stays, for something else.
    if (off) return announce(why!)
    close()
    // After the dialog has given the focus back.
    setTimeout(() => found[i]?.run(), 0)
  }
  return (
    <Dialog isOpen onClose={close} title={say('Command menu')} size="small">
      <div>
        <PickList
          search={say('Type a command')}
          list={say('Commands')}
          text={text}
          onText={setText}
          picks={found.map(({ key, title, why, keys, kind, off }) => ({
            key,
            title,
            ...(why && { why }),
            ...(off && { off }),
            ...(kind && { icon: <KindTile kind={kind} small /> }),
            ...(keys && { end: <kbd>{keys}</kbd> }),
          }))}
          onPick={act}
          empty={say('There is no such command.')}
        />
      </div>
    </Dialog>
  )
}
