/**
 * One process per data folder. The lock is a file lock that SQLite takes and the kernel frees, also after `kill -9`,
 * so a restart never waits and never needs a person to remove a stale file.
 */
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'

/** Held for life; `release` is for tests and for an orderly end. */
export interface Lock {
  release(): void
}

/** The data folder cannot be used. `why` says what to do; `exitCode` is what a command line ends with. */
export class FolderProblem extends Error {
  readonly code: 'folder.in_use' | 'folder.not_writable' | 'folder.network'
  readonly why: string
  readonly exitCode: number
  constructor(code: FolderProblem['code'], message: string, why: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.why = why
    this.exitCode = code === 'folder.in_use' ? 3 : 5
  }
}

/** NFS, SMB, CIFS, SMB2: their locks are promises of a far machine, and SQLite's shared memory does not work there. */
const NETWORK = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

/** A killed process's lock is gone at once, but its launcher may die a moment before it does. */
const WAIT_MS = 1_500

/** Whoever takes a lock need not keep it: a database that nobody refers to is closed by the garbage collector, and its lock is gone. */
const held = new Set<Database.Database>()

/** Takes the folder, making it when it is not there, or throws `FolderProblem`. */
export function lockFolder(folder: string): Lock {
  usable(folder)
  let file: Database.Database | undefined
  try {
    file = new Database(join(folder, 'instance.lock'), { timeout: WAIT_MS })
    file.exec('begin exclusive')
  } catch (cause) {
    file?.close()
    if (!String((cause as { code?: string }).code).startsWith('SQLITE_BUSY')) throw notWritable(folder, cause)
    throw new FolderProblem(
      'folder.in_use',
      `The data folder ${folder} is in use.`,
      'Another Tributary process works in it. Stop that one, or give this one a folder of its own with TRIBUTARY_DATA.',
      { cause },
    )
  }
  const taken = file
  held.add(taken)
  return {
    release() {
      held.delete(taken)
      taken.close()
    },
  }
}

function usable(folder: string) {
  let type: number
  try {
    makeFolder(resolve(folder))
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    type = statfsSync(folder).type
  } catch (cause) {
    throw notWritable(folder, cause)
  }
  if (NETWORK.has(type))
    throw new FolderProblem(
      'folder.network',
      `The data folder ${folder} is on a network file system.`,
      'Locks there cannot be trusted. Use a local disk.',
    )
}

/** Folder by folder: where a system takes no folders at all (/proc), Node's own recursion never ends. */
function makeFolder(folder: string) {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (cause) {
    // Somebody else made it in this very moment.
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  }
}

const notWritable = (folder: string, cause: unknown) =>
  new FolderProblem(
    'folder.not_writable',
    `The data folder ${folder} cannot be written to.`,
    'Give this user the right to write there, or choose another with TRIBUTARY_DATA.',
    {
      cause,
    },
  )
