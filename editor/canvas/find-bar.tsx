import { useCallback, useMemo, useRef, useState } from 'react'
import { useSituation } from '../commands/situation.ts'
import { focusStep, useStage } from '../commands/stage.ts'
import { find, type Hit, type Scope, scopes } from '../document/find.ts'
import { useDocument } from '../document/hooks.ts'
import { useProblems } from '../problems/use-check.ts'
import { useBackByHand } from '../ui/use-back.ts'
import { say } from '../words/words.ts'
import styles from './add-menu.module.css'
import { useDismiss, useInside } from './floating.ts'
import { PickList } from './pick-list.tsx'
import { KindTile, Sign } from './pictograms.tsx'

const words: Readonly<Record<Scope, string>> = {
  everything: say('Everywhere'),
  steps: say('Steps'),
  columns: say('Columns'),
  values: say('Values'),
  problems: say('Problems'),
}

/** Finds steps, columns, values and problems; the picture follows the choice, Enter goes there. */
export function FindBar() {
  const open = useStage(s => s.finding)
  return open && <OpenFind />
}

function OpenFind() {
  const { store, kinds } = useSituation()
  const flow = useDocument(s => s.flow)
  const problems = useProblems()
  const box = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [scope, setScope] = useState<Scope>('everything')
  const before = useRef(document.activeElement)
  const [corner] = useState(cornerOfFlow)
  const place = useInside(box, corner)
  const found = useMemo(() => find(flow, kinds, problems, text, scope), [flow, kinds, problems, text, scope])
  const close = useCallback(() => {
    useStage.setState({ finding: false })
    const step = store.getState().selected.at(-1)
    if (before.current instanceof HTMLElement && before.current.isConnected && before.current !== document.body) before.current.focus()
    else if (step !== undefined) focusStep(step)
  }, [store])
  useDismiss(box, close)
  useBackByHand(true, close)
  const look = ({ id }: Hit) => {
    store.getState().select([id])
    useStage.getState().view?.reveal(id, true)
  }
  const go = (hit: Hit | undefined) => {
    if (!hit) return
    useStage.setState({ finding: false })
    look(hit)
    focusStep(hit.id)
  }
  const kindOf = (id: string) => kinds.get(flow.nodes.find(n => n.id === id)?.kind ?? '')
  return (
    <div ref={box} role="dialog" aria-label={say('Find in this flow')} className={`${styles.menu} ${styles.find}`} style={place}>
      <PickList
        search={say('Find in this flow')}
        list={say('Found')}
        text={text}
        onText={setText}
        picks={found.map((hit, i) => ({
          key: `${i} ${hit.id}`,
          title: hit.title,
          why: hit.what,
          icon: kindOf(hit.id) ? <KindTile kind={kindOf(hit.id)} small /> : <Sign name="pencil" />,
        }))}
        onPick={i => go(found[i])}
        onLook={i => text.trim() && found[i] && look(found[i])}
        empty={
          text.trim()
            ? say('Nothing here holds “{text}”.', { text: text.trim() })
            : say('Names, columns, fixed values, conditions and problems.')
        }
      />
      <div role="group" aria-label={say('Where to look')} className={styles.scopes}>
        {scopes.map(one => (
          <button key={one} type="button" aria-pressed={scope === one} onClick={() => setScope(one)}>
            {words[one]}
          </button>
        ))}
      </div>
      <p role="status" aria-label={say('Matches')} className={styles.matches}>
        {text.trim() && say('{n, plural, one {# match} other {# matches}}', { n: found.length })}
      </p>
    </div>
  )
}

const WIDTH = 340
/** Over the upper right corner of the picture or the list. */
function cornerOfFlow(): { x: number; y: number } {
  const flow = document.getElementById('flow')?.getBoundingClientRect()
  return flow ? { x: flow.right - WIDTH - 16, y: flow.top + 12 } : { x: innerWidth, y: 64 }
}
