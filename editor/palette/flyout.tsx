import { type ReactNode, useState } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { Sign } from '../canvas/pictograms.tsx'
import control from '../ui/control.module.css'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { LeftByBack } from '../ui/use-back.ts'
import { say } from '../words/words.ts'
import styles from './palette.module.css'

/** The names beside the rail's tiles. What is under it stays within reach, so that a step can be dragged out of it. */
export function Flyout({ children }: { children: (close: () => void) => ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <IconButton name={say('Steps with their names')} size="small" className={styles.names}>
        <Sign name="names" />
      </IconButton>
      {open && <LeftByBack close={() => setOpen(false)} />}
      <Popover placement="right top" offset={8} isNonModal className={cx(control.popover, styles.flyout)}>
        <Dialog aria-label={say('Steps with their names')} className={styles.inside!}>
          {children(() => setOpen(false))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
