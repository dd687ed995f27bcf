import { commands } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useSituation } from '../commands/situation.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { say } from '../words/words.ts'
import styles from './key-help.module.css'

const walking: readonly [string, string][] = [
  [say('Walk along the flow'), '← →'],
  [say('Walk among siblings'), '↑ ↓'],
  [say('Select more along the flow'), `${keyWords('Shift')}+← →`],
  [say('Select or unselect'), keyWords(' ')],
  [say('Next region, previous region'), `F6, ${keyWords('Shift+F6')}`],
  [say('Close, then clear the selection'), keyWords('Escape')],
]

/** Every key, read from the commands themselves. */
export function KeyHelp({ close }: { close: () => void }) {
  const at = useSituation()
  const rows = commands.filter(c => c.keys?.length).map(c => [c.title(at), c.keys!.slice(0, 2).map(keyWords).join(', ')] as const)
  return (
    <Dialog isOpen onClose={close} title={say('Keyboard shortcuts')} size="normal">
      <dl className={styles.keys}>
        {[...walking, ...rows].map(([what, keys]) => (
          <div key={`${what} ${keys}`} style={{ display: 'contents' }}>
            <dt>{what}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p>{say('Single letters work inside the flow picture and the Flow list. They can be switched off in Settings.')}</p>
    </Dialog>
  )
}
