/** The states of the US and the provinces of Canada, by name and by their two letters. Sources: ANSI INCITS 38, Canada Post. */

const US = `al Alabama|ak Alaska|az Arizona|ar Arkansas|ca California|co Colorado|ct Connecticut|de Delaware|dc District of Columbia|fl Florida|ga Georgia|hi Hawaii|
id Idaho|il Illinois|in Indiana|ia Iowa|ks Kansas|ky Kentucky|la Louisiana|me Maine|md Maryland|ma Massachusetts|mi Michigan|mn Minnesota|ms Mississippi|mo Missouri|
mt Montana|ne Nebraska|nv Nevada|nh New Hampshire|nj New Jersey|nm New Mexico|ny New York|nc North Carolina|nd North Dakota|oh Ohio|ok Oklahoma|or Oregon|pa Pennsylvania|
ri Rhode Island|sc South Carolina|sd South Dakota|tn Tennessee|tx Texas|ut Utah|vt Vermont|va Virginia|wa Washington|wv West Virginia|wi Wisconsin|wy Wyoming|
as American Samoa|gu Guam|mp Northern Mariana Islands|pr Puerto Rico|vi Virgin Islands|vi US Virgin Islands|aa Armed Forces Americas|ae Armed Forces Europe|
ap Armed Forces Pacific|dc Washington DC|wa Washington State|ny New York State`

const CANADA = `ab Alberta|bc British Columbia|bc Colombie-Britannique|mb Manitoba|nb New Brunswick|nb Nouveau-Brunswick|nl Newfoundland and Labrador|nl Newfoundland|
nl Terre-Neuve-et-Labrador|ns Nova Scotia|ns Nouvelle-Écosse|nt Northwest Territories|nt Territoires du Nord-Ouest|nu Nunavut|on Ontario|pe Prince Edward Island|
pe Île-du-Prince-Édouard|qc Quebec|qc Québec|sk Saskatchewan|yt Yukon|yt Yukon Territory`

const table = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('|').flatMap(line => {
      const [, code, name] = /^\s*(\w\w) (.+)$/s.exec(line)!
      return [
        [code!, code!],
        [name!.toLowerCase().replace(/[\s-]/g, ''), code!],
      ] as const
    }),
  )
const us = table(US)
const canada = table(CANADA)

/** The two letters of a US state from its letters or its name, both in lower case without spaces; also from ISO's `US-CA`. */
export const stateOf = (bare: string): string | undefined => us.get(bare) ?? (/^us[a-z]{2}$/.test(bare) ? us.get(bare.slice(2)) : undefined)

/** The two letters of a Canadian province or territory, likewise. */
export const provinceOf = (bare: string): string | undefined =>
  canada.get(bare) ?? (/^ca[a-z]{2}$/.test(bare) ? canada.get(bare.slice(2)) : undefined)
