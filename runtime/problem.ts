/** What is wrong with a step, and how to mend it with one press. */

/** A repair that a person can apply with one press: sets one setting of one node, or several alike. */
export interface Fix {
  label: string
  /** Whose settings these are; absent: those of the step that has the problem; empty: those of the flow itself. */
  node?: string
  set: Setting
  /** Settings beside the first one. Each is set by itself, so that what changed around them meanwhile stays. */
  also?: readonly Setting[]
}
interface Setting {
  path: readonly string[]
  /** Absent: the setting is taken out. */
  value?: unknown
}
/** Something a person can repair, found without sending anything. `must_fix` blocks publishing and running. */
export interface Problem {
  node: string
  code: string
  level: 'must_fix' | 'worth_a_look'
  message: string
  field?: string
  fixes?: readonly Fix[]
}
export type Complaint = Omit<Problem, 'node' | 'level'> & { level?: Problem['level'] }
