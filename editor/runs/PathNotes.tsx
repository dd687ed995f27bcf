import type { CSSProperties } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import style from './PathNotes.module.css'
import { ToConnection } from './ToConnection.tsx'
import { eventsOf, rowsOf, tallySentence } from './words.ts'

/** Each way of a run by itself: its books, what stopped it and, where no picture shows it, how rows thinned on the way. */
export function PathNotes({ run, name, drawn }: { run: Run; name: (node: string) => string; drawn: boolean }) {
  const several = run.paths.length > 1
  // One way whose picture is there and that nothing stopped has nothing to add to it.
  const told = run.paths.filter(path => several || !drawn || path.error || path.cursor)
  if (told.length === 0) return null
  return (
    <div className={style.paths}>
      {told.map(path => (
        <section key={path.path} className={style.path} aria-label={say('To {to}', { to: name(path.destination) })}>
          <h2>{say('To {to}', { to: name(path.destination) })}</h2>
          {several && <p className={style.books}>{tallySentence(path.tally)}</p>}
          {path.error && (
            <div className={style.error}>
              <p>
                <strong>{path.error.message}</strong>
              </p>
              {path.error.why && <p>{path.error.why}</p>}
              {path.error.needs === 'person' && (
                <p>
                  <ToConnection flow={run.flow} node={path.error.node} code={path.error.code} />
                </p>
              )}
              {path.error.node && <p className={style.where}>{say('At the step {name}.', { name: name(path.error.node) })}</p>}
            </div>
          )}
          {!drawn && (
            <ol className={style.way}>
              {path.nodes.map((node, at) => (
                <li key={node.node} style={{ '--wide': `${width(node.out, path.tally.read)}px` } as CSSProperties}>
                  <span className={style.step}>{name(node.node)}</span>
                  {!(node.out == null) && <span className={style.out}>{(at === path.nodes.length - 1 ? eventsOf : rowsOf)(node.out)}</span>}
                </li>
              ))}
            </ol>
          )}
          {path.cursor && <p className={style.where}>{path.cursor.message}</p>}
        </section>
      ))}
    </div>
  )
}

const WIDEST = 12
/** The ribbon after a step is as wide as the share of rows that go on; never so thin that it is lost. */
const width = (out: number | undefined, read: number): number =>
  out === undefined || read === 0 ? 2 : out === 0 ? 0 : Math.max(2, Math.round((out / read) * WIDEST))
