/** Names that Pinterest processes and labels "Unknown". */
import { expect, it } from 'vitest'
import { eventNames } from '../../../runtime/concepts.ts'
import pinterest from './index.ts'

const remark = (name: string) => pinterest.dialect!.remark!(name, 'website')

it.each([
  ['Store card signed', undefined],
  ['Donate', undefined],
  ['chekout', 'checkout'],
  ['Purchas', 'Purchase'],
])('%s counts only where it is defined in Ads Manager', (name, meant) => {
  expect(remark(name)).toMatchObject({ code: 'pin.own_name', message: expect.stringContaining('Ads Manager') })
  expect(remark(name)?.meant).toBe(meant)
})
it('says nothing of its own names, in any spelling, nor of the vocabulary’s that it has', () => {
  for (const name of ['checkout', 'Page Visit', 'CUSTOM', 'purchase', '', ...eventNames.filter(n => n !== 'Donate')])
    expect(remark(name)).toBeUndefined()
})
