/** `backup`, `restore`, `rotate-key`: looking after the data folder. */

import { Misconfigured } from '../env.ts'
import { openStore } from '../store/open.ts'
import { backUp, putBack } from '../upkeep/backup.ts'
import { copyKey } from '../upkeep/key-copy.ts'
import { lockFolder } from '../upkeep/lock.ts'
import { rotateKey as changeKey } from '../upkeep/rotate-key.ts'
import { type Command, EXIT } from './command.ts'
import { commandEnv } from './place.ts'

export const backup: Command = async ([folder = ''], flags) => {
  const env = commandEnv(flags)
  const store = openStore(env.data, { readonly: true, key: env.key })
  try {
    const file = await backUp(store, folder)
    say(
      flags.json,
      { file, keyIncluded: false },
      `${file}\nThe key is not in it. Without ${env.key ? 'TRIBUTARY_KEY' : `${env.data}/key`}, its secrets cannot be opened: keep that apart.`,
    )
    return EXIT.settled
  } finally {
    store.close()
  }
}

/** The other half of a backup: without the key nobody can open the secrets in it. */
export const backupKey: Command = async ([to = ''], flags) => {
  const env = commandEnv(flags)
  if (env.key !== undefined)
    throw new Misconfigured('The key comes from TRIBUTARY_KEY, not from a file.', 'Keep it where your other secrets are kept.')
  const file = copyKey(env.data, to)
  say(flags.json, { file }, `${file}\nWho has this file and a backup can read every secret. Keep it apart from the backups.`)
  return EXIT.settled
}

export const restore: Command = async ([file = ''], flags) => {
  const env = commandEnv(flags)
  const lock = lockFolder(env.data)
  try {
    const { kept, paused, held } = putBack(file, env.data, env.key)
    const lines = [
      'Restored.',
      ...(kept ? [`What was there before is ${kept}.`] : []),
      `${paused} ${paused === 1 ? 'flow is' : 'flows are'} paused: resume each when that is right.`,
      ...(held
        ? [
            `Events were sent after this backup was made, and it does not remember them. Nothing is sent before you choose, for ${held} ${held === 1 ? 'stream' : 'streams'}: tributary after-restore`,
          ]
        : ['Nothing was sent after this backup was made, as far as this folder tells.']),
    ]
    say(flags.json, { restored: file, kept: kept ?? null, paused, held }, lines.join('\n'))
    return EXIT.settled
  } finally {
    lock.release()
  }
}

export const rotateKey: Command = async (_, flags) => {
  const env = commandEnv(flags)
  const lock = lockFolder(env.data)
  try {
    const { file } = changeKey(env.data, env.key)
    const next = env.key
      ? `The new key is in ${file}. Set TRIBUTARY_KEY to its content, keep a copy apart, then delete that file.`
      : `The new key is ${file}. Keep a copy of it apart from the backups.`
    say(flags.json, { file, fromEnvironment: env.key !== undefined }, `Everything is sealed with a new key.\n${next}\n${FORMER}`)
    return EXIT.settled
  } finally {
    lock.release()
  }
}

const FORMER = 'Backups made before are restored with the old key only: make a new one with "tributary backup DIR".'

function say(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`)
}
