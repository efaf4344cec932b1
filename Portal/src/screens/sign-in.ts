import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError } from '../api.js';
import { Screen } from '../parts/screen.js';
import { say } from '../words.js';

@customElement('av-sign-in')
export class SignIn extends Screen {
    @state() private isWrong = false;
    @state() private isBeside = false;

    protected override load(): Promise<void> {
        return Promise.resolve();
    }

    override render(): TemplateResult {
        return html`<section class="card narrow"><h1>${say('signIn')}</h1>
            ${this.#why()}${this.status()}
            ${this.session.config.mode === 'Oidc' ? this.#issuer() : this.#keyForm()}
        </section>`;
    }

    /** A way to the issuer; where something was typed, one beside the page that keeps it. */
    #issuer(): TemplateResult {
        const away = () => this.run(() => this.#goToIssuer());
        return !this.#isKept ? html`<button type="button" class="primary" ?disabled=${this.isLoading} @click=${away}>${say('signInOidc')}</button>`
            : html`${this.isBeside ? html`<p role="status">${say('signInBeside')}</p>` : nothing}
                <p><button type="button" class="primary" ?disabled=${this.isLoading} @click=${() => this.run(() => this.#goBeside())}>${say('signInOidc')}</button></p>
                <p><button type="button" class="quiet" ?disabled=${this.isLoading} @click=${away}>${say('signInHere')}</button></p>`;
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

    async #goBeside(): Promise<void> {
        this.isBeside = false;
        try {
            const { answered } = await this.session.signInBeside();
            this.isBeside = true;
            answered.catch((failure: unknown) => {
                this.isBeside = false;
                const isRefused = failure instanceof ApiError && failure.status === 401;
                void this.run(() => Promise.reject(new ApiError(503, say(isRefused ? 'tokenRefused' : 'signInFailed'))));
            });
        } catch (failure) {
            throw new ApiError(503, say(failure instanceof Error && failure.name === 'WindowBlocked' ? 'windowBlocked' : 'signInFailed'));
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
