/** From a refusal of the platform to the same rows accepted: how many clicks it takes, with and without a repair of the flow. */
import type { Page } from 'playwright-core'
import { openShop } from '../e2e/shop.ts'
import { goodOrders } from '../stand-ins/shop-orders.ts'
import type { Sheet } from './sheet.ts'
import { Hand } from './tasks.ts'

const REFUSED = [2, 7, 9]

export async function repairAndSend(sheet: Sheet, page: Page): Promise<void> {
  /** What the account reports in, which somebody else may change. */
  const taken = new Set(['EUR'])
  const rows = goodOrders(12).map((order, i) => ({ ...order, currency: REFUSED.includes(i) ? 'SEK' : 'EUR', billed_in: 'EUR' }))
  const shop = await openShop('pinterest', { refuses: event => !taken.has(event.custom_data?.currency), why: 'no such currency' }, rows)
  try {
    const refused = async (name: string, account: string) => {
      const flow = await shop.flow({ name, account, fields: { currency: { column: 'currency' } } })
      const { run, paths } = await shop.run(flow)
      if (paths[0]?.tally.rejected !== REFUSED.length) throw new Error(`Refused were ${paths[0]?.tally.rejected} rows`)
      await page.goto(`${shop.served.url}/flows/${flow}/runs/${run}?lang=en`)
      await page.getByRole('table', { name: 'Reasons' }).waitFor()
      return new Hand(page)
    }
    const repaired = await refused('Repaired', '549')
    await repaired.click('link', 'Change Currency')
    // Its choices are open: that is where the link leads.
    await repaired.click('option', /^billed_in/)
    await repaired.click('button', 'Publish', true)
    await repaired.click('button', `Publish and send ${REFUSED.length} rejected rows again`)
    await repaired
      .one('region', 'Notifications')
      .filter({ hasText: `Run finished. ${REFUSED.length} accepted, 0 rejected.` })
      .waitFor()

    const same = await refused('Taken later', '550')
    taken.add('SEK')
    await same.click('button', 'Send rejected rows again')
    await same.click('button', `Send ${REFUSED.length} rejected rows again`)
    await same
      .one('status', 'Run summary')
      .filter({ hasText: `${REFUSED.length} accepted` })
      .waitFor()

    sheet.most('C.3', 'Send only the rejected rows again, repaired at the platform', same.clicks, 'clicks', 4)
    sheet.most('C.3', 'Repair a column of the mapping and send only the rejected rows again', repaired.clicks, 'clicks', 4)
  } finally {
    await shop.close()
  }
}
