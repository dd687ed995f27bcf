/** For a child process: takes a data folder and holds it until it is killed. */
import { lockFolder } from '../../server/upkeep/lock.ts'

export function main(folder: string) {
  lockFolder(folder)
  console.log('held')
  setInterval(() => {}, 1000)
}
