/** The API inside Vite's own process, for `npm run dev`: a module that Vite may load again after any change. */
import { kinds } from '../nodes/kinds.ts'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'
import { seed } from './flows/sample.ts'
import { openLog } from './log.ts'
import { openServices, type Services } from './services.ts'

/** The data folder has one owner: what an earlier load of this module opened is closed first. */
const holder = globalThis as { tributaryDev?: Promise<Services> }

async function open(): Promise<Services> {
  const before = await holder.tributaryDev?.catch(() => undefined)
  await before?.close()
  const env = readEnv(process.env, kinds)
  const services = await openServices({ env, log: openLog(env.logLevel), kinds })
  seed(services)
  return services
}

holder.tributaryDev = open()
const app = holder.tributaryDev.then(services => createApp(services))

export const fetch = async (request: Request): Promise<Response> => (await app).fetch(request)
