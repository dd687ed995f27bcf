/** For a child process: changes the key of a data folder over and over, until it is killed. */
import { rotateKey } from '../../server/upkeep/rotate-key.ts'

export function main(folder: string) {
  console.log('started')
  for (;;) rotateKey(folder)
}
