import { ListBox, ListBoxItem, Text } from 'react-aria-components'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { useSituation } from '../commands/situation.ts'
import { focusStep, type Stage, useStage } from '../commands/stage.ts'
import { bridged, connect } from '../document/edits.ts'
import { kindWord, nameOf } from '../document/graph.ts'
import { type Refusal, refusal } from '../document/legal.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { listed, say } from '../words/words.ts'
import styles from './connect-dialog.module.css'
import { KindTile } from './pictograms.tsx'

interface Target {
  id: string
  kind: KindInfo | undefined
  name: string
  refused: Refusal | null
}
/** What choosing it brings with it, else what it is. */
function wordsOf({ kind, refused }: Target): string {
  if (refused?.between) return say('Adds {map} between', { map: listed(refused.between.map(k => k.title)) })
  return refused?.replaces ? say('{reason} Choosing it replaces that connection.', { reason: refused.reason }) : kindWord(kind)
}

/** Connecting without a pointer: steps that fit, and below those that do not, with the reason. */
export function ConnectDialog() {
  const connecting = useStage(s => s.connecting)
  return connecting && <OpenConnect connecting={connecting} />
}

function OpenConnect({ connecting: { from, port } }: { connecting: NonNullable<Stage['connecting']> }) {
  const { store, kinds } = useSituation()
  const { flow, dispatch } = store.getState()
  const node = flow.nodes.find(n => n.id === from)
  const name = node ? nameOf(node, kinds.get(node.kind)) : from
  const targets = flow.nodes
    .filter(n => n.id !== from)
    .map(
      (n): Target => ({ id: n.id, kind: kinds.get(n.kind), name: nameOf(n, kinds.get(n.kind)), refused: refusal(flow, kinds, from, n.id) }),
    )
  // What takes nothing away comes first: Enter takes the first one.
  const cost = ({ refused }: Target) => (refused?.replaces ? 2 : refused?.between ? 1 : 0)
  const fits = targets.filter(t => !t.refused || cost(t) > 0).toSorted((a, b) => cost(a) - cost(b))
  const others = targets.filter(t => !fits.includes(t))
  const close = () => {
    useStage.setState({ connecting: null })
    focusStep(from)
  }
  const choose = (id: string) => {
    const refused = fits.find(t => t.id === id)?.refused
    dispatch(refused?.between ? bridged(flow, kinds, from, port, refused.between, id) : connect(flow, kinds, from, port, id))
    close()
  }
  return (
    <Dialog isOpen onClose={close} title={say('Connect {name} to', { name })} size="small">
      {fits.length ? (
        <ListBox aria-label={say('Steps that fit')} autoFocus="first" className={styles.list!} onAction={key => choose(String(key))}>
          {fits.map(t => (
            <ListBoxItem key={t.id} id={t.id} textValue={t.name} className={styles.item!}>
              <KindTile kind={t.kind} small />
              <span>
                <Text slot="label">{t.name}</Text>
                <Text slot="description">{wordsOf(t)}</Text>
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      ) : (
        <p>{say('No step in this flow can take it. Add a step after it instead.')}</p>
      )}
      {others.length > 0 && (
        <section>
          <h3>{say('These do not fit')}</h3>
          <ListBox aria-label={say('Steps that do not fit')} className={styles.list!} disabledKeys={others.map(t => t.id)}>
            {others.map(t => (
              <ListBoxItem key={t.id} id={t.id} textValue={t.name} className={styles.item!}>
                <span>
                  <Text slot="label">{t.name}</Text>
                  <Text slot="description">{t.refused?.reason}</Text>
                </span>
              </ListBoxItem>
            ))}
          </ListBox>
        </section>
      )}
    </Dialog>
  )
}
