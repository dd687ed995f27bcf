/** A real Chromium: the one named, Playwright's, the system's, or the one that comes inside a package (Linux x64). */
import { accessSync, constants, existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Our own flags: the package's would switch web security off. The background ones keep it from calling home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export async function openBrowser(...more: string[]): Promise<Browser> {
  return chromium.launch({ headless: true, executablePath: await executable(), args: [...FLAGS, ...more] })
}

async function executable(): Promise<string> {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  const found = [chromium.executablePath(), ...SYSTEM].find(runs)
  if (found) return found
  const { default: packed } = await import('@sparticuz/chromium')
  packed.setGraphicsMode = false
  return packed.executablePath()
}
function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return existsSync(path)
  } catch {
    return false
  }
}
