import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Modal as AriaModal, Heading, ModalOverlay } from 'react-aria-components'
import { say } from '../words/words.ts'
import { Button } from './Button.tsx'
import { cx } from './cx.ts'
import style from './Dialog.module.css'
import { IconButton } from './IconButton.tsx'
import { useBackByHand } from './use-back.ts'

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  /** The dialog's name. */
  title: string
  /** What is drawn as title when it is more than the name. */
  heading?: ReactNode
  size?: 'small' | 'normal' | 'wide'
  /** What is inside shows its own title: only the name and the button that closes are added. */
  bare?: boolean
  role?: 'dialog' | 'alertdialog'
  /** Buttons at the bottom; the main one last. */
  actions?: ReactNode
  /** Whether pressing outside closes it; false while something typed would be lost. */
  isDismissable?: boolean
  children?: ReactNode
}

/** A modal dialog: `dialog` named by its title, focus kept inside and given back, Escape closes, and so does Back by finger. */
export function Dialog({
  isOpen,
  onClose,
  title,
  heading,
  size = 'normal',
  bare,
  role = 'dialog',
  actions,
  isDismissable = true,
  children,
}: DialogProps) {
  useBackByHand(isOpen, onClose)
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      isDismissable={isDismissable && role === 'dialog'}
      className={style.scrim!}
    >
      <AriaModal className={style.modal!} data-size={size}>
        <AriaDialog role={role} aria-label={title} className={cx(style.dialog, bare && style.bare)}>
          <div className={style.head}>
            {!bare && (
              <Heading slot="title" level={2}>
                {heading ?? title}
              </Heading>
            )}
            {role === 'dialog' && (
              <IconButton name={say('Close')} onPress={onClose}>
                <X />
              </IconButton>
            )}
          </div>
          <div className={style.body}>{children}</div>
          {actions && <div className={style.foot}>{actions}</div>}
        </AriaDialog>
      </AriaModal>
    </ModalOverlay>
  )
}

export interface ConfirmProps {
  isOpen: boolean
  onClose: () => void
  /** The act, as title and as button text: "Delete 3 steps". */
  act: string
  onConfirm: () => void
  pending?: boolean
  danger?: boolean
  /** It cannot be done now; the text says why. */
  blocked?: boolean
  /** The way out that changes nothing. */
  keep?: string
  /** Another way out that loses nothing. */
  rather?: { act: string; onPress: () => void }
  /** Enter does it: for what Undo brings back. */
  light?: boolean
  children?: ReactNode
}

/** Asks once before something that cannot be undone, or that takes much at once: `alertdialog` named by the act. */
export function Confirm(props: ConfirmProps) {
  const {
    isOpen,
    onClose,
    act,
    onConfirm,
    pending = false,
    danger = true,
    blocked = false,
    keep = say('Keep it'),
    rather,
    light = false,
    children,
  } = props
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={act}
      role="alertdialog"
      size="small"
      actions={
        <>
          <Button onPress={onClose} autoFocus={!light}>
            {keep}
          </Button>
          {rather && <Button onPress={rather.onPress}>{rather.act}</Button>}
          <Button variant={danger ? 'danger' : 'primary'} pending={pending} isDisabled={blocked} onPress={onConfirm} autoFocus={light}>
            {act}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
