/** The store says no to a request that is understood: the routes turn `code` into a status and show the rest. */
export class Refused extends Error {
  readonly code: 'not_found' | 'stale' | 'exists' | 'running' | 'not_live'
  readonly why: string
  /** `stale`: the flow as it stands now. `running`: the id of the run in the way. */
  readonly current: unknown
  constructor(code: Refused['code'], message: string, why: string, current?: unknown) {
    super(message)
    this.code = code
    this.why = why
    this.current = current
  }
}

/** The store cannot be opened. `why` says what to do. */
export class StoreProblem extends Error {
  readonly code: 'store.missing' | 'store.newer' | 'store.older' | 'store.damaged' | 'store.unsafe' | 'store.unreadable'
  readonly why: string
  constructor(code: StoreProblem['code'], message: string, why: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.why = why
  }
}
