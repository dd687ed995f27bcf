import { useCallback, useMemo, useState } from 'react'
import type { Conditions, Part, SegmentUse } from '../../../runtime/conditions/tree.ts'
import { useDispatch, useFlow } from '../../document/hooks.ts'
import { setConfigs } from '../../document/settings.ts'
import { FieldProblems } from '../../problems/FieldProblems.tsx'
import { useSentence } from '../../problems/use-check.ts'
import { useCatalogue } from '../../queries.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../words/words.ts'
import { ConditionsEditor } from '../conditions/ConditionsEditor.tsx'
import css from '../conditions/conditions.module.css'
import { add, emptyTree, type Place } from '../conditions/edits.ts'
import type { Counted } from '../conditions/effects.ts'
import { PartRows } from '../conditions/PartRows.tsx'
import { seenValues } from '../conditions/seen.ts'
import { finishing } from '../conditions/unfinished.ts'
import { useCounts } from '../conditions/use-counts.ts'
import { partWords } from '../conditions/words.ts'
import { Field } from '../Field.tsx'
import { Breakdown } from '../segments/Breakdown.tsx'
import { Overlap } from '../segments/Overlap.tsx'
import { useSegments } from '../segments/queries.ts'
import { SegmentButtons } from '../segments/SegmentButtons.tsx'
import { SegmentDialog, StrangerDialog } from '../segments/SegmentDialog.tsx'
import { alike, withSegment } from '../segments/uses.ts'
import { type ControlProps, parentOf, useArriving, useClockZone, useSettingsStep } from '../step-context.ts'

/** Which rows go on: a tree of conditions, in words, with what each one takes away from the sample. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { step } = useSettingsStep()
  const dispatch = useDispatch()
  const columns = useArriving()
  const timezone = useClockZone()
  const parent = parentOf(useFlow().document, step.id)
  const tree = (value as Conditions | undefined) ?? emptyTree
  const placed = useMemo(() => Map.groupBy(problems, ({ field }) => placeIn(property.name, field)), [property.name, problems])
  const finished = useMemo(() => finishing(tree, property.name, columns, problems), [tree, property.name, columns, problems])
  const { chain, counted, counting } = useCounts(property.name, tree, finished.part)
  const [shown, show] = useState<{ index: number; which: 'before' | 'lost' } | null>(null)
  const sentence = useSentence(step.id)
  const rows = counted?.rows
  const seen = useMemo(() => seenValues(rows ?? [], columns), [rows, columns])
  const [opened, setOpened] = useState<SegmentUse | null>(null)
  const { data: segments } = useSegments()
  const segment = segments?.find(({ name, formerly }) => opened && [name, ...formerly].includes(opened.segment))
  const moved = useCallback(
    (next: Conditions, label: string, said: string) => dispatch(setConfigs(step.id, [{ path: [property.name], value: next }], label, said)),
    [dispatch, step.id, property.name],
  )
  const showLost = useCallback((index: number) => show({ index, which: 'lost' }), [])
  const below = useCallback((place: Place) => <FieldProblems problems={placed.get(place.join('.')) ?? []} />, [placed])
  const more = useMemo(
    () => (
      <SegmentButtons
        tree={tree}
        onAdd={use => set(add(tree, [], use))}
        onReplace={set}
        onOpen={name => setOpened({ segment: name, is: true })}
      />
    ),
    [tree, set],
  )
  return (
    <Field help={property.help} problems={placed.get(undefined) ?? []}>
      <ConditionsEditor
        tree={tree}
        columns={columns}
        timezone={timezone}
        seen={seen}
        effects={(counted?.blockedBy == null && counted?.effects) || none}
        unfinished={finished.out}
        counting={counting}
        onChange={set}
        onMoved={moved}
        readOnly={readOnly}
        more={more}
        onOpenSegment={setOpened}
        onShowLost={showLost}
        below={below}
      />
      {segment && (
        <SegmentDialog
          segment={segment}
          columns={columns}
          timezone={timezone}
          seen={seen}
          onSaved={saved => {
            const next = withSegment(tree, [segment.name, ...segment.formerly], saved)
            if (!alike(next, tree)) set(next)
          }}
          onClose={() => setOpened(null)}
          readOnly={readOnly}
        />
      )}
      {opened && segments && !segment && <StrangerDialog use={opened} onClose={() => setOpened(null)} />}
      {tree.conditions.length > 0 && sentence && <p className={css.words}>{say('In words: {sentence}', { sentence })}</p>}
      <RowsKept counted={counted} counting={counting} unfinished={finished.out.size} />
      {counted?.emptiedAt != null && !counting && (
        <Emptied part={tree.conditions[counted.emptiedAt]} show={() => show({ index: counted.emptiedAt!, which: 'before' })} />
      )}
      {shown && chain && <PartRows chain={chain} setting={property.name} {...shown} onClose={() => show(null)} />}
      <Breakdown node={step.id} columns={columns} />
      {parent && <Overlap node={parent.id} />}
    </Field>
  )
}
const none: ReadonlyMap<number, number> = new Map()

/** "0.1" of "where.conditions.0.conditions.1", also where the problem is with a part of that condition; nothing for the setting as a whole. */
function placeIn(setting: string, field: string | undefined): string | undefined {
  const [, within = ''] = field?.match(/^[^.]+((?:\.conditions\.\d+)+)/) ?? []
  return field?.startsWith(`${setting}.`) && within ? within.replaceAll('.conditions.', '.').slice(1) : undefined
}

function RowsKept({ counted, counting, unfinished }: { counted: Counted | null; counting: boolean; unfinished: number }) {
  const share = counted && counted.arrived > 0 ? ` (${Math.round((100 * counted.kept) / counted.arrived)} %)` : ''
  return (
    <div className={css.kept}>
      <span role="status" aria-label={say('Rows kept')} className={counting ? css.dim : ''}>
        {counted?.blockedBy != null ? (
          <Blocked node={counted.blockedBy} />
        ) : counted ? (
          say('{kept} of {arrived} rows{share}', { kept: counted.kept, arrived: counted.arrived, share })
        ) : counting ? (
          say('Counting…')
        ) : (
          say('Not counted yet')
        )}
      </span>
      {counted?.blockedBy === null && (
        <span>
          {counting ? say('counting…') : counted.kept === 0 && counted.arrived > 0 ? say('No rows match.') : say('of the sample')}
        </span>
      )}
      {unfinished > 0 && (
        <span className={css.note}>
          {say(
            '{n, plural, one {# condition is not finished and has} other {# conditions are not finished and have}} no part in this count.',
            {
              n: unfinished,
            },
          )}
        </span>
      )}
    </div>
  )
}

/** No row arrives, and none will until a step before is repaired: nothing that this filter does. */
function Blocked({ node }: { node: string }) {
  const { document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const step = document.nodes.find(({ id }) => id === node)
  const name = step?.name ?? catalogue?.kinds.find(({ id }) => id === step?.kind)?.title ?? node
  return say('No row comes here until the step {name} is repaired.', { name })
}

/** No row is left: which condition took the last ones, and what came to it. */
function Emptied({ part, show }: { part: Part | undefined; show(): void }) {
  if (!part) return null
  return (
    <p className={css.kept}>
      <span>{say('The condition that takes the last rows away: {condition}.', { condition: partWords(part) })}</span>
      <Button size="small" onPress={show}>
        {say('Show the rows before it')}
      </Button>
    </p>
  )
}
