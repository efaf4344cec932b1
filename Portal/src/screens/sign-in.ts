import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError } from '../api.js';
import { Screen } from '../parts/screen.js';
import { say } from '../words.js';

@customElement('av-sign-in')
export class SignIn extends Screen {
    @state() private isWrong = false;
    @state() private beside: string | null = null;
    @state() private isBeside = false;

    protected override load(): Promise<void> {
        return this.session.config.mode === 'Oidc' && this.#isKept ? this.#openBeside() : Promise.resolve();
    }

    override render(): TemplateResult {
        return html`<section class="card narrow"><h1>${say('signIn')}</h1>
            ${this.#why()}${this.status()}
            ${this.session.config.mode === 'Oidc' ? this.#issuer() : this.#keyForm()}
        </section>`;
    }

    /** A way to the issuer; where something was typed, one beside the page that keeps it. */
    #issuer(): TemplateResult {
        return !this.#isKept
            ? html`<button type="button" class="primary" ?disabled=${this.isLoading} @click=${() => this.run(() => this.#goToIssuer())}>${say('signInOidc')}</button>`
            : html`<p role="status">${this.isBeside ? say('signInBeside') : nothing}</p>
                ${this.beside === null ? nothing : html`<p><a class="button primary" target="_blank" href=${this.beside}
                    @click=${() => { this.isBeside = true; }}>${say('signInAgain')}</a></p>`}`;
    }

    get #isKept(): boolean {
        return this.session.ended === 'idle' || this.session.ended === 'expired';
    }

    /** Why nobody is signed in any more, or yet. */
    #why(): TemplateResult | typeof nothing {
        const { ended, config } = this.session;
        switch (ended) {
            case 'failed': case 'refused':
                return html`<p class="notice bad" role="alert">${say(ended === 'failed' ? 'signInFailed' : 'tokenRefused')}</p>`;
            case 'idle': case 'expired':
                return html`<p class="notice warn" role="status">${say(config.mode === 'Oidc' ? ended === 'idle' ? 'lockedOidc' : 'sessionEnded' : ended === 'idle' ? 'locked' : 'expired')}</p>`;
            default: return nothing;
        }
    }

    /** Each answer needs a question of its own: after one that lets nobody in, the link leads to a new one. */
    async #openBeside(): Promise<void> {
        this.beside = null;
        this.isBeside = false;
        try {
            const { address, answered } = await this.session.signInBeside();
            this.beside = address;
            answered.catch(async (failure: unknown) => {
                await this.run(() => this.#openBeside());
                this.failure ??= new ApiError(503, say(failure instanceof ApiError && failure.status === 401 ? 'tokenRefused' : 'signInFailed'));
            });
        } catch {
            throw new ApiError(503, say('signInFailed'));
        }
    }

    async #goToIssuer(): Promise<void> {
        try {
            await this.session.signInWithOidc();
        } catch {
            throw new ApiError(503, say('signInFailed'));
        }
    }

    #keyForm(): TemplateResult {
        return html`<form @submit=${(event: SubmitEvent) => { this.#submit(event); }}>
            <label for="key">${say('key')}</label>
            <input id="key" name="key" type="password" autocomplete="current-password" required aria-describedby="key-help ${this.isWrong ? 'key-wrong' : ''}" aria-invalid=${this.isWrong ? 'true' : nothing}>
            <p id="key-help" class="small">${say('keyHelp')}</p>
            ${this.isWrong ? html`<p id="key-wrong" class="notice bad" role="alert">${say('wrongKey')}</p>` : nothing}
            <button class="primary" ?disabled=${this.isLoading}>${say('signIn')}</button>
        </form>`;
    }

    #submit(event: SubmitEvent): void {
        event.preventDefault();
        const key = new FormData(event.target as HTMLFormElement).get('key');
        void this.run(async () => {
            this.isWrong = false;
            try {
                await this.session.signInWithKey(typeof key === 'string' ? key.trim() : '');
            } catch (failure) {
                if (!(failure instanceof ApiError && failure.status === 401)) {
                    throw failure;
                }

                this.isWrong = true;
            }
        });
    }
}
