import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ApiError, config } from './api.js';
import { followLinks, hrefOf, placeOf, type Place } from './router.js';
import { Session, type Section } from './session.js';
import type { Language } from './types.js';
import { keepLanguage, language, say, setLanguage, usualLanguage } from './words.js';
import './screens/home.js';
import './screens/sign-in.js';

const order: readonly Section[] = ['home', 'upload', 'files', 'calls', 'results', 'model', 'account'];

/** The frame of the page: sign-in, sections, language. Each section's code is loaded when it is first opened. */
@customElement('antivirus-app')
export class App extends LitElement {
    @state() private session: Session | null = null;
    @state() private place: Place = placeOf(location);
    @state() private failure: unknown = null;
    @state() private version = 0;
    #wasSignedIn = false;
    /** Where the focus was when the page was last drawn, and when the session ended. */
    #focused: HTMLElement | null = null;
    #left: HTMLElement | null = null;

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    override connectedCallback(): void {
        super.connectedCallback();
        setLanguage(usualLanguage());
        followLinks(() => { this.#move(); });
        void this.#start();
    }

    protected override willUpdate(): void {
        this.#focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    }

    override render(): TemplateResult {
        return html`
            <a class="skip" href="#contenido">${say('skip')}</a>
            <header>
                <a class="brand" href=${hrefOf('home')}>${say('title')}</a>
                ${this.#chooser()}
                <label class="language"><span class="visually-hidden">${say('language')}</span>
                    <select @change=${(event: Event) => { this.#speak((event.target as HTMLSelectElement).value as Language); }}>
                        <option value="es" ?selected=${language() === 'es'}>Español</option>
                        <option value="en" ?selected=${language() === 'en'}>English</option>
                    </select>
                </label>
                ${this.session?.me && this.session.config.mode !== 'Open' ? html`<button type="button" class="quiet" @click=${() => { this.session?.end('left'); }}>${say('signOut')}</button>` : nothing}
            </header>
            ${this.session?.config.mode === 'Open' ? html`<p class="notice warn">${say('openBanner')}</p>` : nothing}
            ${this.#menu()}
            <main id="contenido" tabindex="-1">${this.#content()}</main>`;
    }

    #chooser(): TemplateResult | typeof nothing {
        const me = this.session?.me;
        return me === null || me === undefined || me.institutions.length < 2
            ? html`<span class="institution">${this.session?.institution?.name ?? ''}</span>`
            : html`<label class="institution"><span class="visually-hidden">${say('institution')}</span>
                <select @change=${(event: Event) => { this.session?.choose((event.target as HTMLSelectElement).value); }}>
                    ${me.institutions.map((one) => html`<option value=${one.code} ?selected=${one.code === this.session?.institution?.code}>${one.name}</option>`)}
                </select></label>`;
    }

    #menu(): TemplateResult | typeof nothing {
        const session = this.session;
        return session?.me === null || session === null ? nothing : html`<nav aria-label=${say('menu')}><ul>
            ${order.filter((section) => session.sees(section)).map((section) => html`<li><a href=${hrefOf(section)}
                aria-current=${this.place.section === section ? 'page' : nothing}>${say(section)}</a></li>`)}
        </ul></nav>`;
    }

    #content(): TemplateResult | typeof nothing {
        if (this.failure !== null) {
            return html`<div class="notice bad" role="alert"><p>${this.failure instanceof ApiError && this.failure.isOffline ? say('offline') : say('failed')}</p>
                <button type="button" @click=${() => this.#start()}>${say('retry')}</button></div>`;
        }

        const session = this.session;
        if (session === null) {
            return nothing;
        }

        if (session.isElsewhere) {
            return html`<section class="card narrow"><h1>${say('signIn')}</h1><p role="status">${say('closeWindow')}</p></section>`;
        }

        // Behind a key that expired or a session without use, what was typed stays where it was.
        const isSignedOut = session.me === null;
        const isKept = !isSignedOut || session.ended === 'idle' || session.ended === 'expired';
        return html`${isSignedOut ? html`<av-sign-in .session=${session}></av-sign-in>` : nothing}
            <div ?hidden=${isSignedOut}>${isKept ? this.#shown(session) : nothing}</div>`;
    }

    #shown(session: Session): TemplateResult {
        if (session.institution === null) {
            return html`<h1>${say('institution')}</h1><div class="notice bad" role="alert"><p>${say('noInstitution')}</p></div>`;
        }

        // Another institution or person, or another way to the section, makes the section anew.
        return html`${keyed(`${session.institution.code} ${String(session.people)} ${String(this.version)}`, this.#section(session))}`;
    }

    #section(session: Session): TemplateResult {
        const { section, query } = this.place;
        if (section !== 'missing' && !session.sees(section)) {
            return html`<h1>${say(section)}</h1><div class="notice bad" role="alert"><p>${say('forbidden')}</p></div>`;
        }

        switch (section) {
            case 'home': return html`<av-home .session=${session} .query=${query}></av-home>`;
            case 'upload': return html`<av-upload .session=${session} .query=${query}></av-upload>`;
            case 'files': return html`<av-files .session=${session} .query=${query}></av-files>`;
            case 'calls': return html`<av-calls .session=${session} .query=${query}></av-calls>`;
            case 'results': return html`<av-results .session=${session} .query=${query}></av-results>`;
            case 'model': return html`<av-model .session=${session} .query=${query}></av-model>`;
            case 'account': return html`<av-account .session=${session} .query=${query}></av-account>`;
            default: return html`<h1>${say('notFound')}</h1><p><a href=${hrefOf('home')}>${say('toHome')}</a></p>`;
        }
    }

    async #start(): Promise<void> {
        this.failure = null;
        try {
            this.session = new Session(await config(), () => { this.#redraw(); });
            await this.session.resume();
            this.#move();
        } catch (failure) {
            // A key that has expired meanwhile only asks for another one.
            this.failure = failure instanceof ApiError && failure.status === 401 ? null : failure;
            this.requestUpdate();
        }
    }

    #speak(chosen: Language): void {
        keepLanguage(chosen);
        this.#redraw();
        this.#name();
    }

    #name(): void {
        document.title = `${say(this.place.section === 'missing' ? 'notFound' : this.place.section)} · ${say('title')}`;
    }

    /** The form for signing in goes with the focus in it, which then returns to where the person was. */
    protected override updated(): void {
        const isSignedIn = this.session?.me != null;
        if (isSignedIn === this.#wasSignedIn) {
            return;
        }

        this.#wasSignedIn = isSignedIn;
        const back = this.#left;
        this.#left = isSignedIn ? null : this.#focused;
        if (isSignedIn && back?.isConnected === true && back !== document.body) {
            back.focus();
        } else {
            this.#focus();
        }
    }

    #focus(): void {
        this.querySelector<HTMLElement>('main')?.focus();
    }

    /** What a section holds stays, also behind a key that expired. */
    #redraw(): void {
        this.requestUpdate();
        this.querySelectorAll<LitElement>('main *').forEach((part) => { if (part instanceof LitElement) { part.requestUpdate(); } });
    }

    #move(): void {
        this.place = placeOf(location);
        this.version++;
        const loads: Partial<Record<Place['section'], () => Promise<unknown>>> = {
            upload: () => import('./screens/upload.js'),
            files: () => import('./screens/files.js'),
            calls: () => import('./screens/calls.js'),
            results: () => import('./screens/results.js'),
            model: () => import('./screens/model.js'),
            account: () => import('./screens/account.js'),
        };
        void loads[this.place.section]?.();
        void this.updateComplete.then(() => {
            this.#name();
            this.#focus();
        });
    }
}
