/**
 * Changes the master key of a data folder. Killed at any moment, the folder opens again, with the old key or the new:
 * everything is sealed again in one transaction, the database says which key it was, and the new key lies beside it
 * before that.
 */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { recorded } from '../store/audit.ts'
import { resealChannels } from '../store/channels.ts'
import { resealConnections } from '../store/connections.ts'
import { resealInbox } from '../store/inbox.ts'
import { resealRequests } from '../store/ledger.ts'
import { openStore } from '../store/open.ts'
import { resealSamples } from '../store/samples.ts'
import { setSetting } from '../store/setting.ts'
import { keyFile, secretsOf } from './secrets.ts'

/** Where the new key is. When a `TRIBUTARY_KEY` was given, that has to be replaced by this file's content. */
export interface Rotated {
  file: string
}

/** The caller holds the folder's lock. */
export function rotateKey(folder: string, given?: string): Rotated {
  const [file, next] = [join(folder, 'key'), join(folder, 'key.next')]
  // Opening also finishes, or forgets, a change that was cut short.
  const store = openStore(folder, { key: given })
  try {
    rmSync(next, { force: true })
    forgetDrafts(folder)
    const to = secretsOf(keyFile(next))
    flushFolder(folder)
    // What was sealed with the old key is overwritten, not only let go of.
    store.sql.pragma('secure_delete = on')
    recorded(store, { what: 'key_rotated', subject: 'key', actor: 'command_line' }, () => {
      resealConnections(store, to)
      resealRequests(store, to)
      resealInbox(store, to)
      resealChannels(store, to)
      resealSamples(store, to)
      setSetting(store, 'key', to.fingerprint)
    })
  } finally {
    store.close()
  }
  if (given) return { file: next }
  renameSync(next, file)
  flushFolder(folder)
  return { file }
}

/** Keys that a process wrote down and was killed before it let go of: a copy of the old key would outlive it. */
function forgetDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (/^key(?:\.next)?\.\d+$/.test(name)) rmSync(join(folder, name))
}

function flushFolder(folder: string) {
  const opened = openSync(folder, 'r')
  fsyncSync(opened)
  closeSync(opened)
}
