/** For a child process: does one thing to a ledger, says so, and waits to be killed. */
import { ledger } from '../../server/store/ledger.ts'
import { openStore } from '../../server/store/open.ts'

export function main(folder: string, act: string, keys: string, body: string) {
  const book = ledger(openStore(folder), 'stream', 'run-1')
  const all = keys.split(',')
  const id = book.begin({ keys: all, body, resendSafe: true, expires: 2e12 })
  if (act === 'settle')
    book.settle(id, [
      { key: all[0]!, state: 'delivered' },
      ...all.slice(1).map(key => ({ key, state: 'rejected' as const, code: 'too_old' })),
    ])
  if (act === 'split')
    book.split(
      id,
      all.map(key => ({ keys: [key], body: `${body} ${key}`, resendSafe: false, expires: 2e12 })),
    )
  if (act === 'withdraw') book.withdraw(id)
  console.log('done')
  setInterval(() => {}, 1000)
}
