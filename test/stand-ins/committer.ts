/** For a child process: commits one numbered row after another, each with the number of the last, and waits to be killed. */
import { openStore } from '../../server/store/open.ts'
import { setSetting } from '../../server/store/setting.ts'

export function main(folder: string, count: string) {
  openStore(folder).close()
  const store = openStore(folder)
  for (let i = 1; i <= Number(count); i++)
    store.write(() => {
      setSetting(store, `n${i}`, 'x'.repeat(200))
      setSetting(store, 'last', String(i))
    })
  console.log('done')
  setInterval(() => {}, 1000)
}
