import { create } from 'zustand'

/** Flows in which this browser has done something that the flow itself does not tell: it ticks a line of the first-flow list. */
function remembered(key: string) {
  const read = (): string[] => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? '[]')
    } catch {
      return []
    }
  }
  const use = create<{ flows: readonly string[] }>()(() => ({ flows: read() }))
  const remember = (flow: string): void => {
    if (use.getState().flows.includes(flow)) return
    const flows = [...use.getState().flows, flow].slice(-200)
    use.setState({ flows })
    localStorage.setItem(key, JSON.stringify(flows))
  }
  return [use, remember] as const
}

export const [useTestsSent, rememberTest] = remembered('tributary.tests-sent')
export const [useRowsSeen, rememberRowsSeen] = remembered('tributary.rows-seen')
