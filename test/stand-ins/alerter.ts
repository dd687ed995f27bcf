/** For a child process: a server's alerts over a data folder, with one thing amiss, told to a webhook on loopback. */
import { alertsOf } from '../../server/alerts/alerts.ts'
import { outbound } from '../../server/outside/outbound.ts'
import { openStore } from '../../server/store/open.ts'

export async function main(folder: string) {
  const look = () => [{ scope: 'server', code: 'disk_low', title: 'The disk has 10 MiB left', why: 'Make room.' }]
  const { send } = outbound({ mayReach: () => true })
  await alertsOf({ store: openStore(folder), fixed: [], look, link: () => undefined, post: { send, allowed: [] } }).beat()
}
