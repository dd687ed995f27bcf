// A platform that takes everything, in a process of its own: it counts events without parsing them, so that what is
// measured is the sender. `DELAY_MS` is how long it thinks. Prints its port; answers GET /count with what it took.
import { createServer } from 'node:http'

const delayMs = Number(process.env.DELAY_MS ?? 0)
const MARK = Buffer.from('"event_id":')
let events = 0
let requests = 0

const server = createServer((request, response) => {
  if (request.method === 'GET') return response.end(JSON.stringify({ events, requests }))
  const chunks = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    let count = 0
    for (let at = body.indexOf(MARK); at >= 0; at = body.indexOf(MARK, at + MARK.length)) count++
    setTimeout(() => {
      events += count
      requests++
      response.setHeader('content-type', 'application/json')
      response.end(`{"events_received":${count},"messages":[],"fbtrace_id":"bench"}`)
    }, delayMs)
  })
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.on('disconnect', () => process.exit(0))
