/** The product's version, as `package.json` has it. */
export const [version = ''] = Object.values(import.meta.glob<string>('../package.json', { eager: true, import: 'version' }))
