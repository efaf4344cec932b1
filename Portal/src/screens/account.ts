import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { getJson, sendJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import type { AuditEntry, Recipients, Role } from '../types.js';
import { date, say } from '../words.js';

const roles: Record<Role, 'roleRegistro' | 'roleConsejeria' | 'roleDireccion' | 'roleAdministracion'> = {
    registro: 'roleRegistro', consejeria: 'roleConsejeria', direccion: 'roleDireccion', administracion: 'roleAdministracion',
};

@customElement('av-account')
export class Account extends Screen {
    @state() private recipients: Recipients | null = null;
    @state() private audit: AuditEntry[] = [];
    @state() private typed = '';
    @state() private isSaved = false;
    @state() private isBad = false;

    private get isAdministrator(): boolean {
        return this.session.me?.role === 'administracion';
    }

    protected override async load(): Promise<void> {
        if (this.isAdministrator) {
            this.recipients = await getJson<Recipients>(`/api/recipients/${this.ies}`, this.signal);
        }

        this.audit = await getJson<AuditEntry[]>(`/api/audit/${this.ies}?max=50`, this.signal);
    }

    override render(): TemplateResult {
        const me = this.session.me;
        return html`<h1>${say('account')}</h1>
            ${me === null ? nothing : html`<p>${say('signedInAs', { name: me.name, role: say(roles[me.role]) })}</p>`}
            ${this.status()}
            ${this.recipients === null ? nothing : this.#recipients(this.recipients)}
            ${this.audit.length === 0 ? nothing : this.#audit()}`;
    }

    #recipients(recipients: Recipients): TemplateResult {
        return html`<section class="card"><h2>${say('recipients')}</h2>
            ${recipients.fromSettings ? html`<p class="small">${say('fromSettings')}</p>` : nothing}
            ${recipients.to.length === 0 ? html`<p>${say('noRecipients')}</p>` : html`<ul>${recipients.to.map((address) => html`<li class="row">${address}
                <button type="button" aria-label="${say('remove')} ${address}" @click=${() => this.run(() => this.#save(recipients.to.filter((one) => one !== address)))}>${say('remove')}</button></li>`)}</ul>`}
            <form novalidate @submit=${(event: SubmitEvent) => { this.#add(event, recipients); }}>
                <label>${say('addRecipient')} <input type="email" .value=${this.typed} autocomplete="email" aria-invalid=${this.isBad ? 'true' : nothing} @input=${(event: Event) => { this.typed = (event.target as HTMLInputElement).value; this.isBad = false; }}></label>
                ${this.isBad ? html`<p class="notice bad" role="alert">${say('badAddress')}</p>` : nothing}
                <button class="primary">${say('add')}</button><span role="status">${this.isSaved ? say('saved') : nothing}</span>
            </form></section>`;
    }

    #add(event: SubmitEvent, recipients: Recipients): void {
        event.preventDefault();
        const address = this.typed.trim();
        this.isBad = !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address);
        if (!this.isBad) {
            void this.run(async () => {
                await this.#save([...recipients.to, address]);
                this.typed = '';
            });
        }
    }

    async #save(to: string[]): Promise<void> {
        this.isSaved = false;
        this.recipients = await sendJson<Recipients>('PUT', `/api/recipients/${this.ies}`, { to }, this.signal);
        this.isSaved = true;
    }

    #audit(): TemplateResult {
        return html`<section class="card"><h2>${say('audit')}</h2><div class="scroll" tabindex="0" role="region" aria-label=${say('audit')}><table>
            <thead><tr><th scope="col">${say('date')}</th><th scope="col">${say('auditWho')}</th><th scope="col">${say('auditAction')}</th><th scope="col">${say('file')}</th><th scope="col">${say('auditResult')}</th></tr></thead>
            <tbody>${this.audit.map((entry) => html`<tr><td>${date(entry.at)}</td><td>${entry.caller}</td><td>${entry.action}</td><td>${entry.file ?? ''}</td><td>${entry.result}</td></tr>`)}</tbody></table></div></section>`;
    }
}
