/** What an account allows, as the next process finds it after a kill -9. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { BREAKER, claimed, failed, readyAt, trying } from '../../runtime/account.ts'
import { accountOf } from './accounts.ts'
import { openStore } from './open.ts'

it.each([
  ['that died while it tried a resting account is waited for by nobody', true],
  ['that died while the account rested leaves the rest as it is', false],
])('a process %s', (_, tries) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-accounts-'))
  let time = 1_700_000_000_000
  const open = () => openStore(folder, { now: () => time })
  let store = open()
  try {
    const account = accountOf(store, 'one')
    for (let i = 0; i < BREAKER.inARow; i++) account.put(failed(account.get(), time))
    const rested = readyAt(account.get())
    if (tries) {
      time = rested
      account.put(claimed(account.get(), time))
      expect(readyAt(account.get())).toBeGreaterThan(time)
    }
    store.close()
    store = open()
    const found = accountOf(store, 'one').get()
    expect(trying(found)).toBe(true)
    expect(readyAt(found)).toBe(tries ? 0 : rested)
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
