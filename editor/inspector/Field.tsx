import type { ReactNode } from 'react'
import type { Problem } from '../../runtime/contract.ts'
import { FieldProblems } from '../problems/FieldProblems.tsx'
import css from './inspector.module.css'

interface FieldProps {
  help?: string | undefined
  problems?: readonly Problem[]
  children: ReactNode
}

/** A control with its help below it, and what is wrong with it at the place where it can be repaired. */
export function Field({ help, problems = [], children }: FieldProps) {
  return (
    <div className={css.field}>
      {children}
      {help && <p className={css.help}>{help}</p>}
      <FieldProblems problems={problems} />
    </div>
  )
}
