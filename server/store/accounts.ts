/** What each account at a platform allows, in memory for all runs and on disk for the next process. */
import { type AccountState, freshAccount, leftBehind } from '../../runtime/account.ts'
import type { Account } from '../../runtime/world.ts'
import type { Store } from './open.ts'

const open = new WeakMap<Store, Map<string, AccountState>>()

/** The account of this name. A write goes to disk when it changes what the next process must know. */
export function accountOf(store: Store, name: string): Account {
  const states = open.get(store) ?? new Map<string, AccountState>()
  open.set(store, states)
  return {
    get() {
      const state = states.get(name) ?? stored(store, name) ?? freshAccount(store.now())
      states.set(name, state)
      return state
    },
    put(state) {
      const before = states.get(name)
      states.set(name, state)
      if (!before || matters(before, state)) keep(store, name, state)
    },
  }
}

/** A good answer while all is well changes nothing that must outlive the process. */
const matters = (a: AccountState, b: AccountState): boolean =>
  a.quietUntil !== b.quietUntil ||
  a.opened !== b.opened ||
  a.openUntil !== b.openUntil ||
  a.failures !== b.failures ||
  a.apart !== b.apart ||
  a.apartTaken !== b.apartTaken ||
  b.tokens < a.tokens

function stored(store: Store, name: string): AccountState | undefined {
  const text = store.sql.prepare('select state from account where name = ?').pluck().get(name) as string | undefined
  return text === undefined ? undefined : leftBehind({ ...freshAccount(store.now()), ...(JSON.parse(text) as Partial<AccountState>) })
}
function keep(store: Store, name: string, state: AccountState): void {
  store.write(() =>
    store.sql
      .prepare(
        'insert into account (name, state, changed) values (?, ?, ?) on conflict (name) do update set state = excluded.state, changed = excluded.changed',
      )
      .run(name, JSON.stringify(state), store.now()),
  )
}
