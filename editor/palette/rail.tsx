import { drawingOf } from '../canvas/pictograms.tsx'
import { type Adding, groups, Item } from './item.tsx'

/** Tiles without names. Kinds with the same drawing would be riddles side by side: they show the first letters of their names. */
export const RailGroups = ({ kinds, add }: Adding) => {
  const alike = Map.groupBy(kinds, drawingOf)
  return groups.map(group => (
    <ul key={group.name} aria-label={group.name}>
      {kinds.filter(group.has).map(kind => (
        <li key={kind.id}>
          <Item kind={kind} shown="tile" add={add} {...(alike.get(drawingOf(kind))!.length > 1 && { letters: lettersOf(kind.title) })} />
        </li>
      ))}
    </ul>
  ))
}

/** "Po" of Postgres, "GB" of Google BigQuery. */
export const lettersOf = (title: string): string => {
  const [first = '', second] = title.split(' ')
  return second ? (first.charAt(0) + second.charAt(0)).toUpperCase() : first.slice(0, 2)
}
