import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError } from '../api.js';
import { Screen } from '../parts/screen.js';
import { say } from '../words.js';

@customElement('av-sign-in')
export class SignIn extends Screen {
    @state() private isWrong = false;

    protected override load(): Promise<void> {
        return Promise.resolve();
    }

    override render(): TemplateResult {
        return html`<section class="card narrow"><h1>${say('signIn')}</h1>
            ${this.session.ended === 'idle' || this.session.ended === 'expired'
                ? html`<p class="notice warn" role="status">${say(this.session.ended === 'idle' ? 'locked' : 'expired')}</p>` : nothing}
            ${this.status()}
            ${this.session.config.mode === 'Oidc'
                ? html`<button type="button" class="primary" @click=${() => this.run(() => this.session.signInWithOidc())}>${say('signInOidc')}</button>`
                : this.#keyForm()}
        </section>`;
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
