import type { Run } from '../../server/api/payloads.ts'
import { useCatalogue, useFlowDetail } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import { isListed, type ReasonPick, same } from './listed.ts'
import { startOf } from './strip.ts'
import style from './tables.module.css'
import { stretch } from './time.ts'
import { count, noReasonWords, outcomeWords } from './words.ts'

const ORDER = [
  'rejected',
  'uncertain',
  'invalid',
  'expired',
  'unsent',
  'field_left_out',
  'sent_again',
  'warning',
  'restricted',
  'changed_after_send',
  'duplicate',
  'filtered',
]

/** The table `Reasons`: why rows went another way, gravest first; a reason with kept rows filters the table of rows. */
export function Reasons({
  run,
  name,
  picked,
  step,
  onPick,
}: {
  run: Run
  name: (node: string) => string
  picked: ReasonPick | null
  /** Only what stopped at this step. */
  step: string | null
  onPick: (pick: ReasonPick | null) => void
}) {
  const reasons = run.paths
    .flatMap(path => path.reasons.map(reason => ({ ...reason, path: path.path, to: path.destination })))
    .filter(reason => step === null || reason.node === step)
    .toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || b.rows - a.rows)
  const drawn = useFlowDetail(run.flow).data?.document.nodes.map(({ id }) => id)
  const leadsOn = ({ repair, field }: (typeof reasons)[number]) => field !== null && repair !== undefined && drawn?.includes(repair)
  const leads = reasons.some(leadsOn)
  // Older runs noted no times.
  const timed = reasons.some(({ firstSeen }) => firstSeen !== undefined)
  const several = run.paths.length > 1
  const concepts = useCatalogue().data?.concepts
  const field = (id: string) => concepts?.find(concept => concept.id === id)?.title ?? id
  if (reasons.length === 0)
    return <p className={style.note}>{step === null ? noReasonWords(run) : say('No row stopped at {name}.', { name: name(step) })}</p>
  return (
    <Table
      name={say('Reasons')}
      head={
        <>
          <Head>{say('What happened')}</Head>
          <Head>{say('Reason')}</Head>
          <Head number>{say('Rows')}</Head>
          {timed && <Head>{say('First and last seen')}</Head>}
          <Head>{say('Step')}</Head>
          <Head>{say('For example')}</Head>
          {leads && <Head>{say('Repair')}</Head>}
        </>
      }
    >
      {reasons.map(reason => {
        const pick = { code: reason.code, field: reason.field, node: reason.node }
        const on = picked !== null && same(picked, pick)
        return (
          <tr key={`${reason.path} ${reason.outcome} ${reason.code} ${reason.field} ${reason.node}`}>
            <td className={style.outcome} data-outcome={reason.outcome}>
              {reason.code === 'coverage_fell' ? say('Worth a look') : outcomeWords(reason.outcome)}
            </td>
            <th scope="row" className={style.reason}>
              {reason.message}
            </th>
            <td data-number>{count(reason.rows)}</td>
            {timed && <td className={style.seen}>{seenWords(reason, run)}</td>}
            <td>
              <Link className={style.step} href={`/flows/${encodeURIComponent(run.flow)}?step=${encodeURIComponent(reason.node)}`}>
                {several && reason.node !== reason.to
                  ? say('{name}, on the way to {name2}', { name: name(reason.node), name2: name(reason.to) })
                  : name(reason.node)}
              </Link>
            </td>
            <td>
              <span className={style.keys}>
                {reason.samples.map((key, at) => (
                  <span key={key}>
                    {at > 0 && ' '}
                    <span className={style.key}>
                      {key}
                      {at < reason.samples.length - 1 && ','}
                    </span>
                  </span>
                ))}
              </span>
              {isListed(reason) && (
                <Button
                  size="small"
                  variant="quiet"
                  aria-pressed={on}
                  aria-label={say('Show rows: {message}', { message: reason.message })}
                  onPress={() => onPick(on ? null : pick)}
                >
                  {say('Show rows')}
                </Button>
              )}
            </td>
            {leads && (
              <td>
                {leadsOn(reason) && (
                  <Link className={style.step} href={fieldPath(run, reason.repair!, reason.field!)}>
                    {say('Change {field}', { field: field(reason.field!) })}
                  </Link>
                )}
              </td>
            )}
          </tr>
        )
      })}
    </Table>
  )
}

const seenWords = ({ firstSeen, lastSeen }: Run['paths'][number]['reasons'][number], run: Run) =>
  firstSeen && lastSeen ? stretch(firstSeen, lastSeen, startOf(run)) : ''

/** To the field in the drawing, with its choices open; what this run had rejected is offered again when it is published. */
const fieldPath = ({ flow, run }: Run, step: string, field: string) =>
  `/flows/${encodeURIComponent(flow)}?${new URLSearchParams({ step, field, run })}`
