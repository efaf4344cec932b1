import { en } from './words.en.js';
import { es, type Word } from './words.es.js';
import type { Language } from './types.js';

export type Phrase = Word;

const catalogues: Record<Language, Record<Word, string>> = { es, en };
const formats = new Map<string, Intl.NumberFormat>();
const keptName = 'antivirus-language';
let current: Language = 'es';
let zone = 'UTC';

export function language(): Language {
    return current;
}

export function setLanguage(chosen: Language): void {
    current = chosen;
    document.documentElement.lang = chosen;
}

/** The language that was chosen in this tab, or else the browser's own. */
export function usualLanguage(): Language {
    const wanted = sessionStorage.getItem(keptName) ?? navigator.language;
    return wanted.startsWith('en') ? 'en' : 'es';
}

export function keepLanguage(chosen: Language): void {
    sessionStorage.setItem(keptName, chosen);
    setLanguage(chosen);
}

/** A text in the chosen language, with its `{fields}` filled in. */
export function say(word: Word, fields: Record<string, string | number> = {}): string {
    return catalogues[current][word].replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = fields[name];
        return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
    });
}

/** With a mark between thousands from 1.000 on, as reports and emails have it: Spanish rules leave it out of four digits. */
export function number(value: number, digits = 0): string {
    return formatOf(digits, { useGrouping: 'always' }).format(value);
}

/** Each is made once: a long list asks for thousands. */
function formatOf(digits: number, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const name = `${current} ${String(digits)} ${options.style ?? ''}`;
    const format = formats.get(name) ?? new Intl.NumberFormat(current, { ...options, minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(name, format);
    return format;
}

export function percent(share: number, digits = 0): string {
    return formatOf(digits, { style: 'percent' }).format(share);
}

/** Shows all times in an institution's zone from now on; in UTC where this browser does not know it. */
export function setTimeZone(name: string): void {
    try {
        zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    } catch {
        zone = 'UTC';
    }
}

/** A time in the institution's zone. Its distance from UTC is said where this browser's clock shows another time. */
export function date(iso: string): string {
    const time = new Date(iso);
    const text = new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(time);
    const distance = distanceOf(time, zone);
    return distance === distanceOf(time, undefined) ? text : `${text} ${distance === 'UTC' ? distance : `(${distance})`}`;
}

/** As emails say it: `UTC−5`, its name would need a translation. */
function distanceOf(time: Date, timeZone: string | undefined): string {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(time);
    return parts.find((part) => part.type === 'timeZoneName')?.value.replace(/[+-]0$/, '').replace('GMT', 'UTC').replace('-', '−') ?? '';
}

export function bytes(count: number): string {
    return new Intl.NumberFormat(current, { style: 'unit', unit: count < 1e6 ? 'kilobyte' : 'megabyte', maximumFractionDigits: 0 })
        .format(count < 1e6 ? count / 1e3 : count / 1e6);
}

/** A probability as a natural frequency, "6 de 10": people misread percentages. */
export function frequency(score: number): string {
    const tenths = Math.round(score * 10);
    return tenths === 0 ? say('lessThanOne') : say('ofTen', { n: tenths });
}
