import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Column } from '../../../runtime/contract.ts'
import type { Broken } from '../../../server/api/breakdown.ts'
import { useFlow } from '../../document/hooks.ts'
import { cellText } from '../../preview/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { say } from '../../words/words.ts'
import { columnOptions } from '../columns.tsx'
import { Choice } from '../form/Choice.tsx'
import { askBreakdown } from './queries.ts'
import { ShareTable } from './ShareTable.tsx'
import css from './segments.module.css'
import { wayOf } from './uses.ts'

/** How the rows that leave a step divide by a column: counted in the source when a person chooses the column. */
export function Breakdown({ node, columns }: { node: string; columns: readonly Column[] }) {
  const { id, document } = useFlow()
  const [column, setColumn] = useState<string | null>(null)
  const [clear, setClear] = useState(false)
  const meant = JSON.stringify([wayOf(document, node), column])
  const [asked, setAsked] = useState<string | null>(null)
  const { data, error, isFetching } = useQuery({
    queryKey: ['breakdown', id, meant, clear],
    queryFn: ({ signal }) => askBreakdown(id, { document, node, column: column!, values: clear }, signal),
    enabled: column !== null && asked === meant,
    staleTime: 60_000,
    retry: false,
  })
  const choose = (next: string | null) => {
    setClear(false)
    setColumn(next)
    setAsked(JSON.stringify([wayOf(document, node), next]))
  }
  return (
    <details className={css.inside}>
      <summary>{say('Breakdown')}</summary>
      <div className={css.form}>
        <Choice
          label={say('Count rows by')}
          options={columnOptions(columns.filter(({ type }) => type !== 'list' && type !== 'json'))}
          value={column}
          onChange={choose}
          placeholder={say('Choose a column')}
          mono
        />
        <div role="status" aria-label={say('Breakdown')} className={css.found}>
          {isFetching && <p className={css.note}>{say('Counting in the source…')}</p>}
          {data && !isFetching && <Found found={data} />}
        </div>
        {(clear || data?.values.some(({ value }) => String(value).includes('•••'))) && (
          <Switch isSelected={clear} onChange={setClear}>
            {say('Show values')}
          </Switch>
        )}
        {column !== null && asked !== meant && !data && (
          <Button size="small" onPress={() => setAsked(meant)}>
            {say('Count again')}
          </Button>
        )}
        {!isFetching && <ErrorNote error={error} />}
      </div>
    </details>
  )
}

function Found({ found: { column, rows, distinct, values, whole, days } }: { found: Broken }) {
  if (rows === 0) return <p className={css.note}>{say('No rows leave this step.')}</p>
  const shown = values.reduce((sum, one) => sum + one.rows, 0)
  const others = rows - shown
  const lines = values.map(({ value, rows: count }, at) => ({ id: String(at), text: cellText(value) ?? say('(empty)'), rows: count }))
  return (
    <>
      <p className={css.note}>{days ? daysSaid(rows, distinct, values.length, days) : valuesSaid(rows, distinct, values.length)}</p>
      <ShareTable
        name={say('Rows by {column}', { column })}
        head={column}
        all={rows}
        lines={others > 0 ? [...lines, { id: 'others', text: say('All others'), rows: others, plain: true }] : lines}
      />
      {!whole && <Partly />}
    </>
  )
}

function valuesSaid(rows: number, distinct: number, shown: number): string {
  return shown < distinct
    ? say(
        '{rows, plural, one {# row} other {# rows}}, {distinct, plural, one {# value} other {# values}}: the {shown} most frequent are shown.',
        { rows, distinct, shown },
      )
    : say('{rows, plural, one {# row} other {# rows}}, {distinct, plural, one {# value} other {# values}}.', { rows, distinct })
}
function daysSaid(rows: number, distinct: number, shown: number, zone: string): string {
  return shown < distinct
    ? say(
        '{rows, plural, one {# row} other {# rows}} on {distinct, plural, one {# day} other {# days}} ({zone}): the latest {shown} are shown.',
        { rows, distinct, zone, shown },
      )
    : say('{rows, plural, one {# row} other {# rows}} on {distinct, plural, one {# day} other {# days}} ({zone}).', {
        rows,
        distinct,
        zone,
      })
}

/** The source has no engine to count with. */
export const Partly = () => <p className={css.note}>{say('The source cannot count: these are the first 100,000 rows.')}</p>
