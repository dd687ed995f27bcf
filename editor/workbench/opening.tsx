import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { CARD_HEIGHT, CARD_WIDTH, placesOf } from '../document/places.ts'
import { keys, type OpenedFlow } from '../queries.ts'
import { Link } from '../ui/Link.tsx'
import { say } from '../words/words.ts'
import styles from './workbench.module.css'

/** Longer than a server takes that is well. */
const LONG_MS = 4_000
const blank = [0, 1, 2, 3].map(i => ({ x: i * 352, y: 0 }))

/** While a flow is read: which one, its outlines as they were seen last, and, when it takes long, that it does. Nothing for the first moment. */
export function Opening({ id }: { id: string }) {
  const cache = useQueryClient()
  const known = cache.getQueryData<OpenedFlow>(keys.flow(id))?.document
  const name = known?.name ?? cache.getQueryData<{ id: string; name: string }[]>(keys.flows)?.find(flow => flow.id === id)?.name
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS)
    return () => clearTimeout(timer)
  }, [])
  const cards = known?.nodes.length ? Object.values(placesOf(known)) : blank
  const [left, top] = [Math.min(...cards.map(c => c.x)), Math.min(...cards.map(c => c.y))]
  const [right, bottom] = [Math.max(...cards.map(c => c.x)) + CARD_WIDTH, Math.max(...cards.map(c => c.y)) + CARD_HEIGHT]
  return (
    <main className={styles.opening} aria-busy="true" aria-label={say('Opening the flow')}>
      <svg viewBox={`${left - 4} ${top - 4} ${right - left + 8} ${bottom - top + 8}`} aria-hidden="true">
        {cards.map(({ x, y }) => (
          <rect key={`${x} ${y}`} x={x} y={y} width={CARD_WIDTH} height={CARD_HEIGHT} rx="12" />
        ))}
      </svg>
      <p role="status">
        {name === undefined ? say('Opening the flow') : say('Opening {name}', { name })}
        {long && <> · {say('The server takes longer than usual.')}</>}
      </p>
      {long && <Link href="/">{say('Back to your flows')}</Link>}
    </main>
  )
}
