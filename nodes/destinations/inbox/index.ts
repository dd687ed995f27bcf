/** The Test inbox: a destination that keeps what it gets on this server and says what a platform would have said. */
import * as z from 'zod'
import { destination } from '../../../runtime/contract.ts'

const config = z.strictObject({
  rules: z.string().max(64).default('').meta({
    title: 'Rules of',
    control: 'simulated',
    description:
      'Whose rules the events are checked against, and whose spelling they get. Empty: the first platform that can be simulated.',
  }),
})

export default destination({
  id: 'inbox',
  title: 'Test inbox',
  summary: 'Keeps events on this server and shows, rule by rule, what the platform would have said. Nothing leaves.',
  icon: 'inbox',
  config,
  example: {},
  sentence: ({ rules }) => (rules ? `Checks against the rules of ${rules}` : 'Checks events, sends nothing'),
  speaks: ({ rules }) => rules,
})
