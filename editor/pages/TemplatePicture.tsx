import type { Flow } from '../../runtime/flow.ts'
import { familyOf } from '../canvas/pictograms.tsx'
import { useCatalogue } from '../queries.ts'
import style from './TemplatePicture.module.css'

const [CELL, SIZE, ROW] = [26, 14, 22]

/** A flow in miniature: its steps as tiles, its connections as threads. Says nothing that the words do not. */
export function TemplatePicture({ flow }: { flow: Flow }) {
  const { data } = useCatalogue()
  const kinds = new Map(data?.kinds.map(kind => [kind.id, kind]))
  const places = placesOf(flow)
  const width = Math.max(0, ...[...places.values()].map(p => p.x)) * CELL + SIZE
  const height = Math.max(0, ...[...places.values()].map(p => p.y)) * ROW + SIZE
  return (
    <svg aria-hidden className={style.picture} width={width} height={height} viewBox={`0 0 ${width} ${height}`} fill="none">
      {flow.edges.map(({ from, to }) => {
        const [a, b] = [places.get(from), places.get(to)]
        if (!a || !b) return null
        const [x1, y1, x2, y2] = [a.x * CELL + SIZE, a.y * ROW + SIZE / 2, b.x * CELL, b.y * ROW + SIZE / 2]
        return <path key={`${from} ${to}`} d={`M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`} />
      })}
      {flow.nodes.map(node => {
        const place = places.get(node.id)!
        return (
          <rect
            key={node.id}
            data-family={familyOf(kinds.get(node.kind))}
            x={place.x * CELL}
            y={place.y * ROW}
            width={SIZE}
            height={SIZE}
            rx="4"
          />
        )
      })}
    </svg>
  )
}

/** Columns by distance from the source, rows in the order drawn. */
function placesOf({ nodes, edges }: Flow): Map<string, { x: number; y: number }> {
  const parent = new Map(edges.map(edge => [edge.to, edge.from]))
  const depth = (id: string, seen = new Set<string>()): number => {
    const above = parent.get(id)
    return above === undefined || seen.has(id) ? 0 : 1 + depth(above, seen.add(id))
  }
  const taken = new Map<number, number>()
  return new Map(
    nodes.map(node => {
      const x = depth(node.id)
      const y = taken.get(x) ?? 0
      taken.set(x, y + 1)
      return [node.id, { x, y }]
    }),
  )
}
