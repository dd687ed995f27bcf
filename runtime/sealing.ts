/** How identity fields are treated on a path; a step may add to it, the destination's fields apply it. */
export interface Sealing {
  country?: string
  dayFirst?: boolean
  alreadyHashed?: readonly string[]
  variants?: boolean
}
