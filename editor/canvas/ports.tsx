import { Handle, Position } from '@xyflow/react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { useStage } from '../commands/stage.ts'
import { portsOf, wayWords } from '../document/graph.ts'
import { useReadOnly } from '../document/hooks.ts'
import { takesProtected } from '../document/legal.ts'
import { say } from '../words/words.ts'
import { Sign } from './pictograms.tsx'
import styles from './ports.module.css'

interface PortsProps {
  /** Too far away for words beside a port. */
  far?: boolean
  id: string
  name: string
  kind: KindInfo | undefined
  tab: number
  free: readonly string[]
}
/** The way in, and the ways out with a plus where nothing follows yet and something may. */
export function Ports({ id, name, kind, tab, free, far }: PortsProps) {
  const readOnly = useReadOnly()
  return (
    <>
      {kind?.accepts && (
        <Handle
          type="target"
          position={Position.Left}
          className={styles.port}
          role="button"
          tabIndex={-1}
          aria-label={say('Input of {name}', { name })}
          data-accepts={takesProtected(kind) ? 'protected' : kind.accepts}
        />
      )}
      {portsOf(kind).map((port, i) => (
        <OutPort
          key={port.id}
          id={id}
          name={name}
          kind={kind!}
          port={port}
          second={i > 0}
          plus={free[0] === port.id && !readOnly}
          far={far ?? false}
          tab={tab}
        />
      ))}
    </>
  )
}

interface OutPortProps {
  id: string
  name: string
  kind: KindInfo
  port: { id: string; title: string }
  far: boolean
  second: boolean
  plus: boolean
  tab: number
}
function OutPort({ id, name, kind, port, second, plus, tab, far }: OutPortProps) {
  const way = wayWords(kind, port)
  return (
    <>
      <Handle
        type="source"
        position={Position.Right}
        id={port.id || null}
        className={`${styles.port} ${second ? styles.second : ''}`}
        role="button"
        tabIndex={-1}
        aria-label={say('{way} of {name}', { way: way || say('Output'), name })}
      />
      {way && !far && (
        <span aria-hidden="true" className={`${styles.portName} ${second ? styles.second : ''}`}>
          {port.title}
        </span>
      )}
      {plus && (
        <button
          type="button"
          className={`${styles.plus} ${second ? styles.second : ''} nodrag nopan`}
          tabIndex={tab}
          aria-label={say('Add step after {name}{more}', { name, more: way ? `, ${way.toLowerCase()}` : '' })}
          onClick={event => {
            event.stopPropagation()
            const box = event.currentTarget.getBoundingClientRect()
            useStage.setState({
              adding: { where: { after: id, port: port.id }, after: id, before: null, at: { x: box.right + 8, y: box.top - 12 } },
            })
          }}
        >
          <Sign name="plus" size={16} />
        </button>
      )}
    </>
  )
}
