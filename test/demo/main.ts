/** `npm run seed:demo`: the server that runs here is asked; without one, one is started on the data folder for as long as it takes. */
import { readEnv } from '../../server/env.ts'
import { apiOf, serve } from '../stand-ins/tributary.ts'
import { seedDemo } from './seed.ts'

const { host, port, data, ownerToken } = readEnv(process.env, new Map())
const running = apiOf(`http://${host}:${port}`, ownerToken)
const isThere = await running('/api/catalogue').then(
  () => true,
  () => false,
)
const own = isThere ? undefined : await serve({}, data)
try {
  const ask = own ? apiOf(own.url, ownerToken) : running
  for (const told of await seedDemo(ask)) console.log(told)
} finally {
  await own?.end()
}
