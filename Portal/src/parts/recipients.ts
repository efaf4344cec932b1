import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, call, getJson, sendJson } from '../api.js';
import type { Recipient, Recipients as RecipientLists, TestEmail } from '../types.js';
import { date, say } from '../words.js';
import { Screen } from './screen.js';

/** Who gets the report emails: those of the settings, and those added here. */
@customElement('av-recipients')
export class Recipients extends Screen {
    @state() private lists: RecipientLists | null = null;
    @state() private typed = '';
    @state() private refused = '';
    @state() private done = '';

    protected override async load(): Promise<void> {
        this.lists = await getJson<RecipientLists>(`/api/recipients/${this.ies}`, this.signal);
    }

    override render(): TemplateResult {
        return html`<section class="card"><h2>${say('recipients')}</h2>${this.status()}
            ${this.lists === null ? nothing : html`${this.#list(this.lists)}${this.#form()}${this.#test(this.lists)}`}
            <p role="status">${this.done}</p></section>`;
    }

    #list({ configured, added }: RecipientLists): TemplateResult {
        return configured.length + added.length === 0 ? html`<p>${say('recipientsNone')}</p>` : html`<p class="small">${say('recipientsHelp')}</p>
            <ul class="recipients">
                ${configured.map((email) => html`<li><span>${email}</span> <span class="small">${say('configured')}</span></li>`)}
                ${added.map((one) => html`<li><span>${one.email}</span> <span class="small">${say('addedOn', { date: date(one.addedAt) })}</span>
                    <button type="button" aria-label=${say('removeWhom', { email: one.email })} @click=${() => this.run(() => this.#remove(one))}>${say('removeRecipient')}</button></li>`)}
            </ul>`;
    }

    #form(): TemplateResult {
        return html`<form class="row" novalidate @submit=${(event: SubmitEvent) => { event.preventDefault(); void this.run(() => this.#add()); }}>
            <label for="new-email">${say('newEmail')}</label>
            <input id="new-email" type="email" autocomplete="off" maxlength="254" .value=${this.typed}
                aria-describedby="email-refused" aria-invalid=${this.refused === '' ? nothing : 'true'}
                @input=${(event: Event) => { this.typed = (event.target as HTMLInputElement).value; }}>
            <button class="primary" ?disabled=${this.isLoading}>${say('addRecipient')}</button>
            <p id="email-refused" class="wide" role="alert">${this.refused === '' ? nothing : html`<span class="notice bad">${this.refused}</span>`}</p></form>`;
    }

    #test({ configured, added }: RecipientLists): TemplateResult | typeof nothing {
        return configured.length + added.length === 0 ? nothing : html`<p><button type="button" id="send-test" ?disabled=${this.isLoading}
            @click=${() => this.run(() => this.#sendTest())}>${say('sendTest')}</button></p>`;
    }

    async #sendTest(): Promise<void> {
        this.done = '';
        const { recipients, refused } = await sendJson<TestEmail>('POST', `/api/test-email/${this.ies}`, {}, this.signal);
        const sent = recipients === 1 ? say('testSentToOne') : say('testSent', { count: recipients });
        this.done = refused.length === 0 ? sent : `${sent} ${say('testRefused', { addresses: refused.join('; ') })}`;
    }

    /** What is wrong with the address stands beside it; all else is the section's failure. */
    async #add(): Promise<void> {
        const email = this.typed.trim();
        this.refused = '';
        this.done = '';
        try {
            await sendJson<Recipient>('POST', `/api/recipients/${this.ies}`, { email }, this.signal);
        } catch (failure) {
            if (!(failure instanceof ApiError) || (failure.status !== 400 && failure.status !== 409)) {
                throw failure;
            }

            this.refused = failure.status === 400 ? say('wrongEmail') : failure.message;
            return;
        }

        await this.load();
        this.typed = '';
        this.done = say('recipientAdded', { email });
    }

    async #remove(recipient: Recipient): Promise<void> {
        this.done = '';
        try {
            await call(`/api/recipients/${this.ies}/${encodeURIComponent(recipient.id)}`, { method: 'DELETE', signal: this.signal });
        } catch (failure) {
            // Somebody else was faster: what was wanted is so.
            if (!(failure instanceof ApiError && failure.status === 404)) {
                throw failure;
            }
        }

        await this.load();
        this.done = say('recipientRemoved', { email: recipient.email });
        await this.focusOn('#new-email');
    }
}
