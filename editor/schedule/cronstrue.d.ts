/** Registers French with the library; it gives nothing itself. */
declare module 'cronstrue/locales/fr'
