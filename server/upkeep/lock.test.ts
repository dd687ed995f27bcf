import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startChild } from '../../test/stand-ins/child.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { FolderProblem, lockFolder } from './lock.ts'

const holder = new URL('../../test/stand-ins/holder.ts', import.meta.url).pathname

it('keeps a second process out, and is free the moment the first is killed', async () => {
  const folder = dataFolder()
  for (let round = 0; round < 3; round++) {
    const first = await startChild(holder, folder)
    expect(await first.line()).toBe('held')
    const refused = attempt(() => lockFolder(folder))
    expect(refused).toMatchObject({ code: 'folder.in_use', exitCode: 3 })
    expect(refused.message).toContain(folder)
    await first.kill()
    lockFolder(folder).release()
  }
})

it('tells a second process, which ends', async () => {
  const folder = dataFolder()
  const lock = lockFolder(folder)
  const second = await startChild(holder, folder)
  await expect(second.line()).rejects.toThrow(`The data folder ${folder} is in use.`)
  expect(await second.exited).not.toBe(0)
  lock.release()
})

it('keeps out a second taker in the same process, until it is released', () => {
  const folder = dataFolder()
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(FolderProblem)
  lock.release()
  lockFolder(folder).release()
})

it('makes a folder that is not there, for its owner only', () => {
  const folder = join(dataFolder(), 'deep', 'data')
  lockFolder(folder).release()
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it('says so when the folder is a file, or cannot be written to', () => {
  const file = join(dataFolder(), 'file')
  writeFileSync(file, '')
  expect(attempt(() => lockFolder(file))).toMatchObject({ code: 'folder.not_writable', exitCode: 5 })
  const taken = dataFolder()
  mkdirSync(join(taken, 'instance.lock'))
  expect(attempt(() => lockFolder(taken))).toMatchObject({ code: 'folder.not_writable' })
})

function attempt(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('It was not refused.')
}

it.runIf(process.platform === 'linux')('ends with a sentence where no folder can be made at all', () => {
  expect(attempt(() => lockFolder('/proc/tributary/data'))).toMatchObject({ code: 'folder.not_writable', exitCode: 5 })
})
