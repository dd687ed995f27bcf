import { useMemo, useState } from 'react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { addChoice } from '../commands/adding.ts'
import type { Situation } from '../commands/command.ts'
import { useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import type { Where } from '../document/edits.ts'
import { portsOf } from '../document/graph.ts'
import { type Choice, followers } from '../document/legal.ts'
import { SearchField } from '../ui/SearchField.tsx'
import { say } from '../words/words.ts'
import { Flyout } from './flyout.tsx'
import { type Adding, groups, Item, type Shown } from './item.tsx'
import styles from './palette.module.css'
import { RailGroups } from './rail.tsx'

/** In the order in which a flow uses them. */
const place = ({ role, accepts, emits }: KindInfo): number => (role === 'model' ? 0 : accepts === 'events' ? 3 : accepts === emits ? 1 : 2)

/** Every kind of step; a `rail` has tiles alone, and their names on demand. */
export function Palette({ rail }: { rail: boolean }) {
  const situation = useSituation()
  const kinds = useMemo(() => [...situation.kinds.values()].toSorted((a, b) => place(a) - place(b)), [situation.kinds])
  const add = (kind: KindInfo) => addKind(situation, kind)
  return (
    <section aria-label={say('Steps')} className={styles.palette} data-rail={rail || undefined} data-region="palette">
      {rail ? (
        <>
          <Flyout>{close => <Named shown="all" kinds={kinds} add={add} done={close} />}</Flyout>
          <RailGroups kinds={kinds} add={add} />
        </>
      ) : (
        <>
          <h2>{say('Steps')}</h2>
          <Named shown="name" kinds={kinds} add={add} />
        </>
      )}
    </section>
  )
}

/** With names, and a search over them and over what each is for, which is then shown in any case. */
function Named({ kinds, shown, ...adding }: Adding & { shown: Shown }) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const found = kinds.filter(k => !wanted || `${k.title} ${k.summary}`.toLowerCase().includes(wanted))
  return (
    <>
      <SearchField name={say('Search kinds of step')} value={text} onChange={setText} />
      <Groups kinds={found} shown={wanted ? 'all' : shown} {...adding} />
      {!found.length && <p>{say('No step is called “{text}”.', { text })}</p>}
    </>
  )
}

const Groups = ({ kinds, ...adding }: Adding & { shown: Shown }) =>
  groups.map(group => {
    const members = kinds.filter(group.has)
    if (!members.length) return null
    return (
      <div key={group.name}>
        <h3>{group.name}</h3>
        <ul aria-label={group.name}>
          {members.map(kind => (
            <li key={kind.id}>
              <Item kind={kind} {...adding} />
            </li>
          ))}
        </ul>
      </div>
    )
  })

/** After the selected step where it fits there, with identity protection as the menu would; else free in the middle. */
function addKind(situation: Situation, kind: KindInfo): void {
  const { flow, selected } = situation.store.getState()
  const after = selected.at(-1) ?? ends(situation).find(id => followers(flow, situation.kinds, id).some(c => c.kind.id === kind.id))
  const fitting = after === undefined ? undefined : followers(flow, situation.kinds, after).find(c => c.kind.id === kind.id)
  const from = situation.kinds.get(flow.nodes.find(n => n.id === after)?.kind ?? '')
  const middle = useStage.getState().view?.middle()
  const where: Where =
    fitting && after !== undefined
      ? { after, port: portsOf(from)[0]?.id ?? '' }
      : middle && flow.nodes.length
        ? { at: { x: middle.x - 128, y: middle.y - 58 } }
        : null
  const free: Choice = { kind, first: [], title: kind.title, why: '', ...(kind.presets[0] && { preset: kind.presets[0] }) }
  void addChoice(situation, fitting ?? free, where)
}
const ends = ({ store }: Situation): string[] => {
  const { flow } = store.getState()
  return flow.nodes.filter(n => !flow.edges.some(e => e.from === n.id)).map(n => n.id)
}
