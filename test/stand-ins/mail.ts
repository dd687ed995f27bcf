/** A mail server for tests: takes what it is sent over plain SMTP on loopback, or turns it away as told. */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export interface Letter {
  from: string
  to: string[]
  /** Headers and body as they came, with soft line breaks and encoded characters undone. */
  text: string
}
export interface MailServer {
  /** `127.0.0.1:PORT` */
  place: string
  letters: Letter[]
  /** Says this instead of taking a letter, until it is `undefined` again; `only`: of this recipient. */
  refuse: { with: string | undefined; only?: string | undefined }
  /** Takes the letter, and never says so. */
  silent: { is: boolean }
  close(): Promise<void>
}

export async function mailServer(): Promise<MailServer> {
  const letters: Letter[] = []
  const refuse: MailServer['refuse'] = { with: undefined }
  const silent = { is: false }
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
    talk(socket, letters, refuse, silent)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    place: `127.0.0.1:${port}`,
    letters,
    refuse,
    silent,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function talk(socket: Socket, letters: Letter[], refuse: MailServer['refuse'], silent: MailServer['silent']): void {
  let letter: Letter = { from: '', to: [], text: '' }
  let lines: string[] | undefined
  let rest = ''
  const say = (line: string) => void socket.write(`${line}\r\n`)
  const hear = (line: string) => {
    if (lines) {
      if (line !== '.') return void lines.push(line.replace(/^\.\./, '.'))
      letters.push({ ...letter, text: decoded(lines.join('\n')) })
      lines = undefined
      letter = { from: '', to: [], text: '' }
      return silent.is ? undefined : say('250 taken')
    }
    const address = /<(.*)>/.exec(line)?.[1] ?? ''
    if (/^(EHLO|HELO)/i.test(line)) say('250 mail.test')
    else if (/^MAIL/i.test(line)) {
      letter.from = address
      say((refuse.only === undefined && refuse.with) || '250 ok')
    } else if (/^RCPT/i.test(line)) {
      const refused = refuse.only === address && refuse.with
      if (!refused) letter.to.push(address)
      say(refused || '250 ok')
    } else if (/^DATA/i.test(line)) {
      lines = []
      say('354 go on')
    } else if (/^STARTTLS/i.test(line)) say('502 not here')
    else if (/^QUIT/i.test(line)) {
      say('221 bye')
      socket.end()
    } else say('250 ok')
  }
  socket.on('data', chunk => {
    const parts = (rest + chunk.toString('utf8')).split('\r\n')
    rest = parts.pop()!
    for (const line of parts) hear(line)
  })
  say('220 mail.test')
}

const decoded = (text: string) =>
  text.replace(/=\n/g, '').replace(/(?:=[0-9A-F]{2})+/g, bytes => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'))
