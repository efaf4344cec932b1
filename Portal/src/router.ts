import type { Section } from './session.js';

export interface Place {
    section: Section | 'missing';
    /** Filters of the section; never an id of a student. */
    query: URLSearchParams;
}

const paths: Record<string, Place['section']> = {
    '': 'home',
    subir: 'upload',
    archivos: 'files',
    llamar: 'calls',
    resultados: 'results',
    modelo: 'model',
    cuenta: 'account',
};

export function hrefOf(section: Place['section'], query: Record<string, string> = {}): string {
    const path = Object.entries(paths).find(([, name]) => name === section)?.[0] ?? '';
    const search = new URLSearchParams(query).toString();
    return `/pagina/${path}${search === '' ? '' : `?${search}`}`;
}

export function placeOf(location: { pathname: string; search: string }): Place {
    const path = location.pathname.replace(/^\/pagina\/?/, '').replace(/\/$/, '');
    return { section: paths[path] ?? 'missing', query: new URLSearchParams(location.search) };
}

let shown = location.pathname + location.search;

/** Follows links of the page without loading it anew. */
export function followLinks(changed: () => void): void {
    document.addEventListener('click', (event) => {
        const link = event.target instanceof Element ? event.target.closest('a') : null;
        if (link === null || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0
            || link.origin !== location.origin || !link.pathname.startsWith('/pagina/') || link.download !== '' || link.hash !== '') {
            return;
        }

        event.preventDefault();
        goTo(link.pathname + link.search, changed);
    });
    // A step back to the same address only closes what was open over it.
    addEventListener('popstate', () => {
        if (location.pathname + location.search !== shown) {
            shown = location.pathname + location.search;
            changed();
        }
    });
}

export function goTo(href: string, changed: () => void): void {
    history.pushState(null, '', href);
    shown = href;
    changed();
}

/** Writes filters into the address without a step in the history. */
export function remember(query: Record<string, string>): void {
    const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
    shown = location.pathname + (search === '' ? '' : `?${search}`);
    history.replaceState(null, '', shown);
}
