/** Gender as the platforms write it: one letter, from words and forms of address in several languages; never from codes such as 1 and 2. */
import { type Normaliser, Unusable } from '../dialect.ts'
import { unusable } from './reasons.ts'
import { cleaned, lower, toAscii } from './text.ts'

const UNKNOWN = unusable('gender_unknown')

const FEMALE = `f w fem female femal woman women girl lady femme féminin féminine feminin feminine frau weiblich weibl mujer femenino femenina fémina hembra
  donna femmina femminile mulher feminino feminina vrouw vrouwelijk kobieta żeńska kvinna kvinde kvinne nainen kadın kadin žena nő женский жен ж женщина 女 女性 أنثى
  mrs ms miss madam mme madame mlle mademoiselle señora sra señorita signora mevrouw`
const MALE = `m h male man men boy gentleman homme masculin masculine mann männlich maennlich männl hombre masculino varón varon uomo maschio maschile
  homem mannelijk mężczyzna męska mand mies erkek muž férfi мужской муж м мужчина 男 男性 ذكر
  mr mister monsieur herr señor sr signor dhr`
const NON_BINARY = `n nb nonbinary non-binary enby divers diverse non-binaire nonbinaire nobinario no-binario nobinaria no-binaria não-binário`

const words = (text: string, letter: string): [string, string][] => text.split(/\s+/).map(word => [word.normalize('NFC'), letter])
const two: ReadonlyMap<string, string> = new Map([...words(FEMALE, 'f'), ...words(MALE, 'm')])
const three: ReadonlyMap<string, string> = new Map([...two, ...words(NON_BINARY, 'n')])

const letters = (id: string, says: string, known: ReadonlyMap<string, string>): Normaliser => ({
  id,
  says,
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const word = lower(toAscii(text))
      .replace(/\.$/, '')
      .replace(/[\s_]+/g, '-')
    return known.get(word) ?? UNKNOWN
  },
})

export const gender = letters('gender', 'f or m', two)
export const genderWithNonBinary = letters('gender_with_non_binary', 'f, m or n', three)
