import { createContext, useContext } from 'react'
import { say } from '../words/words.ts'
import { Button } from './Button.tsx'

/** What a thing is called on the page that speaks of it, where the server only knows its id, and the way to it. */
export const CalledContext = createContext<(id: string) => { name: string; go?: (() => void) | undefined }>(name => ({ name }))

/** The way to the step that something is about; nothing where there is none. */
export function ToStep({ id }: { id: string }) {
  const { name, go } = useContext(CalledContext)(id)
  if (!go) return null
  return (
    <Button size="small" onPress={go}>
      {say('Open settings of {name}', { name })}
    </Button>
  )
}
