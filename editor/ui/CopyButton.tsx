import { say } from '../words/words.ts'
import { Button, type ButtonProps } from './Button.tsx'
import { toast } from './Toasts.tsx'

/** Puts a text on the clipboard at a press, and says so; a page that is not served over https has none, and that is said, too. */
export function CopyButton({ text, copied, ...button }: { text: () => string; copied: string } & ButtonProps) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      toast(copied)
    } catch {
      toast(say('The browser did not allow copying.'), { tone: 'warn' })
    }
  }
  return <Button {...button} onPress={() => void copy()} />
}
