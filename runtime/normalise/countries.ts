/** One index of countries: ISO codes, names in 41 languages and scripts, and what people write instead. Built on first use. */
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import ar from 'i18n-iso-countries/langs/ar.json' with { type: 'json' }
import cs from 'i18n-iso-countries/langs/cs.json' with { type: 'json' }
import da from 'i18n-iso-countries/langs/da.json' with { type: 'json' }
import de from 'i18n-iso-countries/langs/de.json' with { type: 'json' }
import el from 'i18n-iso-countries/langs/el.json' with { type: 'json' }
import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import es from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import fi from 'i18n-iso-countries/langs/fi.json' with { type: 'json' }
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import he from 'i18n-iso-countries/langs/he.json' with { type: 'json' }
import hi from 'i18n-iso-countries/langs/hi.json' with { type: 'json' }
import hu from 'i18n-iso-countries/langs/hu.json' with { type: 'json' }
import it from 'i18n-iso-countries/langs/it.json' with { type: 'json' }
import ja from 'i18n-iso-countries/langs/ja.json' with { type: 'json' }
import ko from 'i18n-iso-countries/langs/ko.json' with { type: 'json' }
import nb from 'i18n-iso-countries/langs/nb.json' with { type: 'json' }
import nl from 'i18n-iso-countries/langs/nl.json' with { type: 'json' }
import pl from 'i18n-iso-countries/langs/pl.json' with { type: 'json' }
import pt from 'i18n-iso-countries/langs/pt.json' with { type: 'json' }
import ro from 'i18n-iso-countries/langs/ro.json' with { type: 'json' }
import ru from 'i18n-iso-countries/langs/ru.json' with { type: 'json' }
import sv from 'i18n-iso-countries/langs/sv.json' with { type: 'json' }
import th from 'i18n-iso-countries/langs/th.json' with { type: 'json' }
import tr from 'i18n-iso-countries/langs/tr.json' with { type: 'json' }
import uk from 'i18n-iso-countries/langs/uk.json' with { type: 'json' }
import zh from 'i18n-iso-countries/langs/zh.json' with { type: 'json' }

/** In use, but not assigned in ISO 3166-1. */
const NOT_ISO: ReadonlySet<string> = new Set(['xk'])

/** Names that are no ISO name, or that several countries claim; these decide. */
const ALIASES = `gb UK|gb England|gb Scotland|gb Wales|gb Northern Ireland|gb Britain|gb United Kingdom of Great Britain and Northern Ireland|gb Angleterre|gb Grande-Bretagne|
gb Royaume-Uni|gb Inghilterra|gb Gran Bretagna|gb Inglaterra|gb Gran Bretaña|gb Schottland|gb Ecosse|gb Grossbritannien|gb Engeland|us America|us Stati Uniti|us US of A|us EUA|us EEUU|us EE UU|
us Etats-Unis d'Amerique|us Etats Unis|us Amerika|us Stati Uniti d'America|us Estados Unidos de America|us United States of America USA|us Vereinigte Staaten von Amerika|
nl Holland|nl Hollande|nl Olanda|nl Holanda|nl Holandia|nl Nederland|nl Pays Bas|at Oesterreich|at Osterreich|at Autriche|de GER|de BRD|de FRG|de Allemagne|
de Bundesrepublik Deutschland|ch SUI|ch Switzerland Schweiz|ch Suisse|ch Svizzera|ch Svizra|ch Helvetia|gr EL|gr Hellas|gr Ellada|gr Ελλάδα|dk Danmark|dk DEN|
se Sverige|no Norge|no Noreg|fi Suomi|is Ísland|ie Eire|ie Éire|ie Republic of Ireland|be België|be Belgie|be Belgique|be Belgien|es España|es Espana|pl Polska|
cz Česko|cz Česká republika|cz Ceska republika|sk Slovensko|hu Magyarország|ro România|hr Hrvatska|si Slovenija|bg България|ua Україна|ru Россия|rs Srbija|lt Lietuva|
lv Latvija|ee Eesti|lu Luxemburg|tr Türkiye|tr Turkey|jp 日本|jp Nippon|cn 中国|cn PRC|cn China mainland|kr 대한민국|kr 한국|kr Korea|kr Korea South|kr Korea Republic of|
kr South Korea|kp North Korea|kp Korea North|kr Corea del Sur|kr Corée du Sud|tw 台灣|tw 台湾|hk Hong Kong SAR|hk 香港|mo Macau|sa KSA|ae UAE|ae VAE|ae EAU|ae Emirates|ae الإمارات|sa السعودية|il ישראל|eg Misr|ma Maroc|dz Algérie|
in Bharat|br Brasil|mx México|ar República Argentina|za RSA|cg Congo|cg Congo-Brazzaville|cd DRC|cd DR Congo|cd Congo-Kinshasa|ci Ivory Coast|cv Cape Verde|
cz Czech Rep|mk Macedonia|mm Burma|sz Swaziland|tl East Timor|va Vatican|va Vatican City|re La Réunion|ps Palestine|vn Vietnam|vn Viet Nam|la Laos|ir Iran|sy Syria|md Moldova|tz Tanzania|ve Venezuela|
bo Bolivia|ru Russia|gn Guinea|dm Dominica|do Dominican Republic|do Rep Dominicana|bn Brunei|fm Micronesia|fk Falkland Islands|sx Sint Maarten|mf Saint Martin|
vi US Virgin Islands|vg British Virgin Islands|nz Aotearoa|ph Pilipinas|lk Ceylon|ge Sakartvelo|am Hayastan|al Shqipëria|ba Bosna i Hercegovina|ba Bosnia|fr République française|fr French Republic|fr France métropolitaine|
de Federal Republic of Germany|cn People's Republic of China|cn PR China|cn P R China|cz Tchéquie|cz Rép Tchèque|cz República Checa|cz Repubblica Ceca|ch Confoederatio Helvetica|
ch Swiss Confederation|ir Iran Islamic Republic of|ir Islamic Republic of Iran|st São Tomé|tt Trinidad|va Holy See|vi USVI|ua Украина|by Беларусь|kz Казахстан|gb Great Britain and Northern Ireland|la Lao PDR|
kp Korea Democratic People's Republic of|kr Korea the Republic of|cd Congo Democratic Republic|cd Congo Democratic Republic of the|cd Congo the Democratic Republic of the|
cg Congo Republic of|cg Congo Republic of the|tw Taiwan ROC|tw Republic of China|tw China Republic of|md Republic of Moldova|ps Palestinian Territory Occupied|
ps Occupied Palestinian Territory|mk FYROM|mo Macao SAR|mo Macau SAR|cn Mainland China|cn China People's Republic of|sk Slovak Republic|kg Kyrgyz Republic`

/** A name without accents, spaces and punctuation, so that "Cote d Ivoire" and "Côte d’Ivoire" are one. */
const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/&/g, 'and')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/^the(?=.{4})/, '')
    .normalize('NFC')

/** "Great Britain (UK)". */
const CODE_AFTER = /\s*\([A-Za-z]{2,3}\)$/

/** What stands in most columns, and decides over every name: to know all names takes 50 ms, once in each thread. */
const byCode: ReadonlyMap<string, string> = new Map(
  (codes as [string, string, string][]).flatMap(([alpha2, alpha3]) => {
    const code = alpha2.toLowerCase()
    return NOT_ISO.has(code) ? [] : [alpha2, code, alpha3.toLowerCase()].map(written => [written, code] as const)
  }),
)
let index: ReadonlyMap<string, string> | undefined

/** Lower-case ISO 3166-1 alpha-2 for a code or a name in any case, or `undefined`. */
export function countryCode(text: string): string | undefined {
  const known = byCode.get(text)
  if (known !== undefined) return known
  index ??= build()
  if (index.has(text) || text.length > 100) return index.get(text)
  return index.get(keyOf(text)) ?? index.get(keyOf(text.replace(CODE_AFTER, ''))) ?? headOf(text, index)
}

/** Assigned by no standard, and used by the post and the telephone all the same. */
const TELEPHONED: ReadonlySet<string> = new Set(['XK'])

/** Whether a setting may name this code: of ISO 3166-1, or written instead of one everywhere (UK, EL), in upper case. */
export const isCountrySetting = (code: string): boolean => TELEPHONED.has(code) || countryCode(code) !== undefined
/** A setting's code as telephones and posts know it: UK is GB. */
export const settledCountry = (code: string): string => (TELEPHONED.has(code) ? code : (countryCode(code)?.toUpperCase() ?? code))

/** Codes that were probably meant: the two letters the other way round, then those that begin alike. */
export function nearCountries(code: string): string[] {
  const all = (codes as [string, string, string][]).map(([alpha2]) => alpha2)
  const turned = [...code].reverse().join('')
  return [...all.filter(known => known === turned), ...all.filter(known => known !== turned && known[0] === code[0])]
}

/** "Bahamas, The", "Tanzania, United Republic of", "Venezuela (Bolivarian Republic of)": ISO's own order, as shops' lists have it. */
const TWO_PARTS = /^([^,(]+?)(?:, ?| ?\()([^,()]+)\)?$/
const FORM_OF_STATE = /^(?:the|rep\.?|[\p{L} ]*\b(?:republic|states?|kingdom) of(?: the)?)$/iu
/** Two states have this name; which one is meant is in the list of aliases or not known. */
const SHARED: ReadonlySet<string> = new Set(['korea', 'congo', 'china'])

/** The country before the comma or bracket, when what follows is its form of state or another name of the same country. */
function headOf(text: string, names: ReadonlyMap<string, string>): string | undefined {
  const [, head = '', rest = ''] = TWO_PARTS.exec(text) ?? []
  const code = names.get(keyOf(head))
  if (code === undefined || SHARED.has(keyOf(head))) return undefined
  return FORM_OF_STATE.test(rest) || names.get(keyOf(rest)) === code ? code : undefined
}

/** Names in these decide, in the order of the list; names in others are added where nobody uses them yet. */
const FIRST = [en, fr, de, es, it, pt, nl, pl]
/** Languages that the lists lack and CLDR has. */
const UNLISTED = ['zh-Hant', 'vi', 'id', 'bg', 'hr', 'sr', 'sr-Latn', 'sk', 'sl', 'lt', 'lv', 'et', 'is', 'fa', 'ms']
const OTHERS = [ar, cs, da, el, fi, he, hi, hu, ja, ko, nb, ro, ru, sv, th, tr, uk, zh]

function build(): ReadonlyMap<string, string> {
  const found = named(FIRST)
  for (const [key, code] of named(OTHERS)) if (!found.has(key)) found.set(key, code)
  for (const [key, code] of named(['en', 'fr', 'de', 'es', 'it', 'pt', 'nl', 'pl'].map(asLocales)))
    if (!found.has(key)) found.set(key, code)
  for (const [key, code] of named(UNLISTED.map(asLocales))) if (!found.has(key)) found.set(key, code)
  for (const alias of ALIASES.split('|')) {
    const [, code, name] = /^\s*(\w\w) (.+)$/s.exec(alias)!
    found.set(keyOf(name!), code!)
  }
  for (const [key, code] of byCode) found.set(key, code)
  for (const [key, code] of found) if (NOT_ISO.has(code)) found.delete(key)
  return found
}

/** The names that browsers and shops show, from Unicode's CLDR: "St. Kitts & Nevis", "Hong Kong SAR China". */
function asLocales(language: string): { countries: Readonly<Record<string, string>> } {
  const shown = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' })
  return { countries: Object.fromEntries((codes as [string, string, string][]).map(([alpha2]) => [alpha2, shown.of(alpha2) ?? alpha2])) }
}

/** What each name means; a name that two countries claim means none. */
function named(languages: readonly { countries: Readonly<Record<string, string | string[]>> }[]): Map<string, string> {
  const found = new Map<string, string>()
  const claimed = new Set<string>()
  for (const { countries } of languages) {
    for (const [alpha2, names] of Object.entries(countries)) {
      for (const name of typeof names === 'string' ? [names] : names) {
        const key = keyOf(name)
        if (found.has(key) && found.get(key) !== alpha2.toLowerCase()) claimed.add(key)
        else found.set(key, alpha2.toLowerCase())
      }
    }
  }
  for (const key of claimed) found.delete(key)
  return found
}
