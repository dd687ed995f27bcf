import { create } from 'zustand'

const KEY = 'tributary.tests-sent'
const read = (): string[] => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]')
  } catch {
    return []
  }
}

/** Flows from which this browser has sent a test event: ticks the line of the first-flow list. */
export const useTestsSent = create<{ flows: readonly string[] }>()(() => ({ flows: read() }))

export function rememberTest(flow: string): void {
  const flows = [...new Set([...useTestsSent.getState().flows, flow])].slice(-200)
  useTestsSent.setState({ flows })
  localStorage.setItem(KEY, JSON.stringify(flows))
}
