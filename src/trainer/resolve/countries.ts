/** How a country's own numbers become international ones (ITU-T E.164): its calling code, and the prefix of calls within it. */
export interface Country {
  code: string;
  /** Dialled before a national number and dropped behind the code; absent where there is none, or where it stays (Italy). */
  trunk?: string;
}

const zero = (code: string): Country => ({ code, trunk: '0' });
const none = (code: string): Country => ({ code });

/** By ISO 3166-1 alpha-2. A country that is not here is named by its calling code, "+352". */
export const COUNTRIES: Readonly<Record<string, Country>> = {
  AE: zero('971'),
  AR: zero('54'),
  AT: zero('43'),
  AU: zero('61'),
  BE: zero('32'),
  BG: zero('359'),
  BR: zero('55'),
  CA: { code: '1', trunk: '1' },
  CH: zero('41'),
  CL: none('56'),
  CN: zero('86'),
  CO: none('57'),
  CZ: none('420'),
  DE: zero('49'),
  DK: none('45'),
  EE: none('372'),
  EG: zero('20'),
  ES: none('34'),
  FI: zero('358'),
  FR: zero('33'),
  GB: zero('44'),
  GR: none('30'),
  HK: none('852'),
  HR: zero('385'),
  HU: { code: '36', trunk: '06' },
  ID: zero('62'),
  IE: zero('353'),
  IL: zero('972'),
  IN: zero('91'),
  IS: none('354'),
  IT: none('39'),
  JP: zero('81'),
  KR: zero('82'),
  LT: zero('370'),
  LU: none('352'),
  LV: none('371'),
  MX: none('52'),
  MY: zero('60'),
  NL: zero('31'),
  NO: none('47'),
  NZ: zero('64'),
  PH: zero('63'),
  PL: none('48'),
  PT: none('351'),
  RO: zero('40'),
  RS: zero('381'),
  RU: { code: '7', trunk: '8' },
  SA: zero('966'),
  SE: zero('46'),
  SG: none('65'),
  SI: zero('386'),
  SK: zero('421'),
  TH: zero('66'),
  TR: zero('90'),
  TW: zero('886'),
  UA: zero('380'),
  US: { code: '1', trunk: '1' },
  VN: zero('84'),
  ZA: zero('27'),
};

/** The country of an ISO code ("GB") or a calling code ("+44", trunk prefix 0); undefined for anything else. */
export function findCountry(text: string): Country | undefined {
  if (/^\+[1-9]\d{0,2}$/.test(text)) {
    const code = text.slice(1);
    return Object.values(COUNTRIES).find((country) => country.code === code) ?? zero(code);
  }
  return COUNTRIES[text.toUpperCase()];
}
