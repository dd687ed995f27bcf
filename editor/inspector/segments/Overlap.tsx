import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Overlapping } from '../../../server/api/breakdown.ts'
import { useFlow } from '../../document/hooks.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Select } from '../../ui/Select.tsx'
import { say } from '../../words/words.ts'
import { Partly } from './Breakdown.tsx'
import { askOverlap, useSegments } from './queries.ts'
import { ShareTable } from './ShareTable.tsx'
import css from './segments.module.css'
import { wayOf } from './uses.ts'

/** Who of the rows that leave `node` is in both of two segments: counted in the source when a person asks. */
export function Overlap({ node }: { node: string }) {
  const { id, document } = useFlow()
  const { data: segments = [] } = useSegments()
  const [a, setA] = useState<string | null>(null)
  const [b, setB] = useState<string | null>(null)
  const revisions = segments.filter(({ name }) => name === a || name === b).map(({ revision }) => revision)
  const meant = JSON.stringify([wayOf(document, node), a, b, revisions])
  const [asked, setAsked] = useState<string | null>(null)
  const { data, error, isFetching } = useQuery({
    queryKey: ['overlap', id, meant],
    queryFn: ({ signal }) => askOverlap(id, { document, node, segments: [a!, b!] }, signal),
    enabled: asked === meant,
    staleTime: 60_000,
    retry: false,
  })
  const options = (other: string | null) => segments.filter(({ name }) => name !== other).map(({ name }) => ({ id: name, text: name }))
  return (
    <details className={css.inside}>
      <summary>{say('Overlap of two segments')}</summary>
      <div className={css.form}>
        {segments.length < 2 ? (
          <p className={css.note}>{say('It takes two segments. Save conditions as one first.')}</p>
        ) : (
          <>
            <Select label={say('First segment')} options={options(b)} value={a} onChange={setA} />
            <Select label={say('Second segment')} options={options(a)} value={b} onChange={setB} />
            <Button size="small" pending={isFetching} isDisabled={a === null || b === null} onPress={() => setAsked(meant)}>
              {say('Count the overlap')}
            </Button>
          </>
        )}
        <div role="status" aria-label={say('Overlap')} className={css.found}>
          {data && !isFetching && <Found found={data} />}
        </div>
        {!isFetching && <ErrorNote error={error} />}
      </div>
    </details>
  )
}

function Found({ found }: { found: Overlapping }) {
  const [a = '', b = ''] = found.segments
  const lines = [
    { id: 'a', part: 'a', text: say('Only {segment}', { segment: a }), rows: found.onlyA },
    { id: 'both', part: 'both', text: say('Both'), rows: found.both },
    { id: 'b', part: 'b', text: say('Only {segment}', { segment: b }), rows: found.onlyB },
    { id: 'neither', part: 'neither', text: say('Neither'), rows: found.neither },
  ]
  const all = lines.reduce((sum, line) => sum + line.rows, 0)
  return (
    <>
      <div aria-hidden className={css.drawing}>
        {lines.map(({ id, rows }) => rows > 0 && <span key={id} data-part={id} style={{ flexGrow: rows }} />)}
      </div>
      <ShareTable name={say('Overlap')} head={say('Segment')} all={all} lines={lines} />
      {!found.whole && <Partly />}
    </>
  )
}
