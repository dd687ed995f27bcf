/** English in disguise: accents on every letter, a third longer, in brackets. Nobody's language; for tests of the interface. */
const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const dressed = 'áƀçđéƒğĥíĵķľɱñóƥɋŕšťúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĽṀÑÓƤɊŔŠŤÚṼŴẊÝŽ'
const STRETCH = 0.35

/** "Add step" → "[Áđđ šťéƥ ~~~]"; what stands in braces stays as it is, save the words of a plural. */
export function disguise(message: string): string {
  // In words, as a longer language is: one long word would stick out anywhere.
  const longer = '~'.repeat(Math.ceil(message.replaceAll(/\{[^{}]*\}/g, '').length * STRETCH)).replaceAll(/~{12}(?=~)/g, '$& ')
  return `[${letters(message)} ${longer}]`
}

function letters(text: string): string {
  let said = ''
  let depth = 0
  for (const sign of text) {
    if (sign === '{') depth++
    if (sign === '}') depth--
    const at = depth % 2 === 0 ? plain.indexOf(sign) : -1
    said += at < 0 ? sign : [...dressed][at]
  }
  return said
}
