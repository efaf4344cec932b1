import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { getJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import '../parts/preferences.js';
import '../parts/recipients.js';
import type { AuditEntry } from '../types.js';
import { date, say } from '../words.js';

@customElement('av-account')
export class Account extends Screen {
    @state() private audit: AuditEntry[] | null = null;

    protected override async load(): Promise<void> {
        this.audit = !this.session.is() ? null : await getJson<AuditEntry[]>(`/api/audit/${this.ies}`, this.signal);
    }

    override render(): TemplateResult {
        const me = this.session.me;
        return html`<h1>${say('account')}</h1>
            ${me === null ? nothing : html`<p>${say('signedInAs', { name: me.name })} ${say('roles', { roles: this.session.institution?.roles.join(', ') ?? '' })}</p>`}
            ${this.session.is() ? html`<av-recipients .session=${this.session}></av-recipients>
                <av-preferences .session=${this.session}></av-preferences>` : nothing}
            ${this.status()}
            ${this.audit === null ? nothing : html`<section class="card"><h2>${say('audit')}</h2>
                ${this.audit.length === 0 ? html`<p>${say('auditNone')}</p>` : this.#table(this.audit)}</section>`}`;
    }

    #table(entries: AuditEntry[]): TemplateResult {
        return html`<div class="scroll" tabindex="0" role="region" aria-label=${say('audit')}><table>
            <thead><tr><th scope="col">${say('date')}</th><th scope="col">${say('auditWho')}</th><th scope="col">${say('auditAction')}</th>
                <th scope="col">${say('file')}</th><th scope="col">${say('auditResult')}</th></tr></thead>
            <tbody>${entries.map((entry) => html`<tr><td>${date(entry.at)}</td><td>${entry.caller}</td><td>${entry.action}</td>
                <td>${entry.file ?? ''}</td><td>${entry.result}</td></tr>`)}</tbody></table></div>`;
    }
}
