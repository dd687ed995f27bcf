/** Mail servers as they behave: what each says of whether the letter arrived. */
import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type MailServer, mailServer } from '../../test/stand-ins/mail.ts'
import { sendMail } from './mail.ts'

let mail: MailServer
beforeAll(async () => {
  mail = await mailServer()
})
afterAll(() => mail.close())
beforeEach(() => {
  mail.letters.length = 0
  Object.assign(mail.refuse, { with: undefined, only: undefined })
  mail.silent.is = false
})
const send = (place = mail.place) =>
  sendMail({ smtp: `smtp://${place}`, to: 'ann@example.com, bob@example.com' }, { subject: 'Over', text: 'x' }, () => true, 300)

it.each([
  ['takes it', () => {}, undefined, 1],
  [
    'refuses the sender',
    () => Object.assign(mail.refuse, { with: '550 no ann@example.com' }),
    { how: 'not', why: 'The mail server did not take the message (550).' },
    0,
  ],
  [
    'refuses one of two',
    () => Object.assign(mail.refuse, { with: '450 bob@example.com later', only: 'bob@example.com' }),
    { how: 'partly', why: 'The mail server refused 1 of 2 recipients (450).' },
    1,
  ],
  [
    'has all of it and falls silent',
    () => Object.assign(mail.silent, { is: true }),
    { how: 'perhaps', why: 'The mail server could not be reached.' },
    1,
  ],
])('that %s', async (_, behave, expected, letters) => {
  behave()
  expect(await send()).toEqual(expected)
  expect(mail.letters).toHaveLength(letters)
})

it('that is not there surely has nothing', async () => {
  const gone = createServer()
  await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as { port: number }
  await new Promise(resolve => gone.close(resolve))
  expect(await send(`127.0.0.1:${port}`)).toEqual({ how: 'not', why: 'The mail server could not be reached.' })
})

it('that offers no encryption is given no password', async () => {
  const letter = { subject: 'Over', text: 'x' }
  const sent = await sendMail({ smtp: `smtp://ann:secret@${mail.place}`, to: 'ann@example.com' }, letter, () => true, 300)
  expect(sent).toEqual({ how: 'not', why: 'The mail server offers no encryption, so the password was not sent.' })
  expect(mail.letters).toHaveLength(0)
})
