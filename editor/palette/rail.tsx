import { Button, Dialog, DialogTrigger } from 'react-aria-components'
import { drawingOf, KindTile } from '../canvas/pictograms.tsx'
import { Tip } from '../ui/Tooltip.tsx'
import { FlyoutPopover } from './flyout.tsx'
import { type Adding, groups, Item } from './item.tsx'
import styles from './palette.module.css'

/**
 * Tiles without names, one for each drawing: five databases that look alike would be five riddles, and on a laptop they
 * would push the places to send to out of sight. A tile that stands for several kinds opens their names.
 */
export const RailGroups = ({ kinds, add }: Adding) =>
  groups.map(group => {
    const tiles = [...Map.groupBy(kinds.filter(group.has), drawingOf)]
    if (!tiles.length) return null
    return (
      <ul key={group.name} aria-label={group.name}>
        {tiles.map(([drawing, members]) => (
          <li key={drawing}>{members.length > 1 ? <Shared kinds={members} add={add} /> : <Item kind={members[0]!} rail add={add} />}</li>
        ))}
      </ul>
    )
  })

function Shared({ kinds, add }: Adding) {
  const names = kinds.map(kind => kind.title).join(', ')
  return (
    <DialogTrigger>
      <Tip text={names} placement="right">
        <Button className={styles.item!} aria-label={names} data-several>
          <KindTile kind={kinds[0]} />
        </Button>
      </Tip>
      <FlyoutPopover>
        <Dialog aria-label={names} className={styles.inside!}>
          {({ close }) => (
            <ul>
              {kinds.map(kind => (
                <li key={kind.id}>
                  <Item kind={kind} add={add} done={close} />
                </li>
              ))}
            </ul>
          )}
        </Dialog>
      </FlyoutPopover>
    </DialogTrigger>
  )
}
