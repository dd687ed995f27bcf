import { memo } from 'react'
import type { FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { modelBehind } from '../commands/adding.ts'
import { useSituation } from '../commands/situation.ts'
import type { Edit } from '../document/edit.ts'
import { nodeOf } from '../document/edit.ts'
import { useDispatch, useReadOnly } from '../document/hooks.ts'
import { type Connection, useCatalogue, useConnections } from '../queries.ts'
import { say } from '../words/words.ts'
import { Choice, type Option } from './form/Choice.tsx'
import { useSettingsStep } from './step-context.ts'

interface Way extends Option {
  kind: string
  config: Record<string, unknown>
}

/** Where rows come from: ready-made data, saved connections, or a kind that still needs one. Changing it keeps the step. */
export function SourceChoice() {
  const { id, kind, config } = useSettingsStep().step
  return <Sources id={id} kind={kind} config={config} />
}
/** A step that is only being renamed reads from where it did. */
const Sources = memo((step: Pick<FlowNode, 'id' | 'kind' | 'config'>) => {
  const readOnly = useReadOnly()
  const { data: catalogue } = useCatalogue()
  const { data: connections } = useConnections()
  const dispatch = useDispatch()
  const situation = useSituation()
  const ways = waysIn(catalogue?.kinds ?? [], connections ?? [])
  const now = ways.find(way => way.kind === step.kind && matches(way.config, step.config)) ?? ways.find(way => way.kind === step.kind)
  return (
    <Choice
      label={say('Data source')}
      options={ways}
      value={now?.id ?? null}
      onChange={id => {
        const way = ways.find(w => w.id === id)
        if (!way || way === now) return
        dispatch(changeSource(step.id, way))
        void modelBehind(situation, step.id)
      }}
      placeholder={say('Choose where rows come from')}
      readOnly={readOnly}
    />
  )
})

function waysIn(kinds: readonly KindInfo[], connections: readonly Connection[]): Way[] {
  const sources = kinds.filter(kind => kind.role === 'source')
  const ready = sources.flatMap(kind =>
    kind.presets.map((preset, i) => ({
      id: `preset ${kind.id} ${i}`,
      title: preset.title,
      section: say('Ready to use'),
      kind: kind.id,
      config: preset.config,
    })),
  )
  const saved = connections.flatMap(({ name, kind: id }) => {
    const kind = sources.find(k => k.id === id)
    return kind
      ? [{ id: `saved ${name}`, title: name, detail: kind.title, section: say('Connections'), kind: id, config: { connection: name } }]
      : []
  })
  const fresh = sources
    .filter(kind => kind.presets.length === 0)
    .map(kind => ({ id: `kind ${kind.id}`, title: kind.title, section: say('Another one'), kind: kind.id, config: {} }))
  return [...ready, ...saved, ...fresh]
}

const matches = (part: Record<string, unknown>, whole: Readonly<Record<string, unknown>>) =>
  Object.entries(part).every(([key, value]) => JSON.stringify(whole[key]) === JSON.stringify(value))

const changeSource = (node: string, way: Way): Edit => ({
  label: say('read from {title}', { title: way.title }),
  announce: say('Reads from {title}.', { title: way.title }),
  change: flow => {
    const found = nodeOf(flow, node)
    if (!found) return
    found.kind = way.kind
    found.config = structuredClone(way.config)
  },
})
