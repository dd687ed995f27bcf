import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { say } from '../words/words.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import style from './FormDialog.module.css'

export interface FormDialogProps {
  title: string
  /** What its main button says. */
  submit: string
  onSubmit: () => void
  onClose: () => void
  pending: boolean
  children: ReactNode
}

/** A dialog to fill in: Enter in a field submits, a press outside does not close it, nothing typed is kept by the browser. */
export function FormDialog({ title, submit, onSubmit, onClose, pending, children }: FormDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={false}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{say('Cancel')}</Button>
          <Button variant="primary" pending={pending} onPress={onSubmit}>
            {submit}
          </Button>
        </>
      }
    >
      <Form
        className={style.form!}
        autoComplete="off"
        onSubmit={event => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {children}
        <button type="submit" hidden />
      </Form>
    </Dialog>
  )
}
