import { useId } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { Link } from '../ui/Link.tsx'
import { Meter } from '../ui/Meter.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import style from './Quality.module.css'
import { type QualityRow, readinessWords, rowsOf } from './quality.ts'

type Path = Run['paths'][number]
export const hasQuality = (run: Run): boolean => run.paths.some(path => path.quality !== undefined)

/** What the rows of a run held: how well people will be found, which fields are full, what changed, what to do next. */
export function Quality({ run, name }: { run: Run; name: (node: string) => string }) {
  const seen = run.paths.filter(path => path.quality)
  return seen.map(path => <OfPath key={path.path} path={path} flow={run.flow} name={name} />)
}

function OfPath({ path, flow, name }: { path: Path; flow: string; name: (node: string) => string }) {
  const id = useId()
  const quality = path.quality!
  const { rows, unmapped } = rowsOf(quality)
  const { next } = quality
  const flawed = rows.some(row => row.failed.length > 0)
  const odd = rows.some(row => row.warnings.length > 0)
  const to = name(path.destination)
  return (
    <section className={style.path} aria-labelledby={id}>
      <h3 id={id}>{say('Sent to {to}', { to })}</h3>
      <Fallen path={path} />
      <div className={style.ready}>
        <Meter name={say('Match readiness for {to}', { to })} value={quality.readiness} />
        <p>{readinessWords(quality)}</p>
        {next && (
          <p>
            {next.message}
            {next.node && (
              <>
                {' '}
                <Link href={`/flows/${encodeURIComponent(flow)}?step=${encodeURIComponent(next.node)}`}>
                  {say('Open {name}', { name: name(next.node) })}
                </Link>
              </>
            )}
          </p>
        )}
        <p className={style.small}>
          {say(
            'Looked at: {rows, plural, one {# new event} other {# new events}}. Rows that were sent before are not looked at again. Our estimate; the platform shows its own score after events arrive.',
            { rows: quality.rows },
          )}
        </p>
      </div>
      {rows.length > 0 && (
        <Table
          name={say('Fields for {to}', { to })}
          head={
            <>
              <Head>{say('Field')}</Head>
              <Head>{say('Usable')}</Head>
              <Head>{say('Since the last run')}</Head>
              {flawed && <Head>{say('Could not be used')}</Head>}
              {odd && <Head>{say('Worth a look')}</Head>}
            </>
          }
        >
          {rows.map(row => (
            <FieldLine key={row.concept} row={row} flawed={flawed} odd={odd} />
          ))}
        </Table>
      )}
      {unmapped.length > 0 && (
        <p className={style.small}>{say('Not mapped, and useful for finding people: {unmapped}.', { unmapped: unmapped.join(', ') })}</p>
      )}
    </section>
  )
}

/** A key whose coverage fell is the one thing that cannot wait. */
function Fallen({ path }: { path: Path }) {
  const fallen = path.reasons.filter(reason => reason.code === 'coverage_fell')
  if (fallen.length === 0) return null
  return (
    <div className={style.fallen}>
      <p>
        <strong>{fallen.length === 1 ? say('A field is much emptier than before') : say('Fields are much emptier than before')}</strong>
      </p>
      {fallen.map(({ field, message }) => (
        <p key={field}>{message}</p>
      ))}
    </div>
  )
}

function FieldLine({ row, flawed, odd }: { row: QualityRow; flawed: boolean; odd: boolean }) {
  const { title, percent, words, change, failed, warnings } = row
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className={style.bar}>
        <Meter
          name={say('{title}, usable', { title })}
          value={percent}
          words={words}
          {...(change.tone === 'fell' ? { tone: 'warn' as const } : {})}
        />
      </td>
      <td className={style.change} data-tone={change.tone}>
        {change.words}
      </td>
      {flawed && (
        <td className={style.flaws}>
          <Flaws list={failed} />
        </td>
      )}
      {odd && (
        <td className={style.flaws}>
          <Flaws list={warnings} />
        </td>
      )}
    </tr>
  )
}

const Flaws = ({ list }: { list: readonly string[] }) =>
  list.length > 0 && (
    <ul>
      {list.map(text => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
