import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { getJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import '../parts/preferences.js';
import '../parts/recipients.js';
import type { AuditEntry, Institution } from '../types.js';
import { date, say, type Phrase } from '../words.js';

const roles: Record<Institution['roles'][number], Phrase> = {
    registro: 'roleRegistrar', consejeria: 'roleCounsellor', direccion: 'roleDirector', administracion: 'roleAdministrator',
};

/** What the server notes, in words; what is new to this page stays as it was noted. */
const actions: Record<string, Phrase | undefined> = {
    'runs': 'didRuns', 'upload': 'didUpload', 'uploadLink': 'didUpload', 'preview': 'didPreview', 'template': 'didTemplate',
    'report': 'didReport', 'reports': 'didReport', 'problems': 'didProblems', 'original': 'didOriginal', 'delete': 'didDelete',
    'students': 'didStudents', 'call list': 'didStudents', 'programmes': 'didStudents', 'student': 'didStudent', 'studentExport': 'didStudentExport', 'studentErase': 'didStudentErase',
    'outcomeUpload': 'didOutcomes', 'outcomes': 'didResults', 'outcomeRows': 'didRows', 'model': 'didModel', 'modelReport': 'didModel',
    'recipients': 'didRecipients', 'recipientAdd': 'didRecipientAdd', 'recipientRemove': 'didRecipientRemove', 'testEmail': 'didTestEmail',
    'preferences': 'didPreferences', 'preferencesChange': 'didPreferencesChange', 'audit': 'didAudit', 'me': 'didSignIn',
};

function actionName(action: string): string {
    const phrase = actions[action];
    return phrase === undefined ? action : say(phrase);
}

@customElement('av-account')
export class Account extends Screen {
    @state() private audit: AuditEntry[] | null = null;

    protected override async load(): Promise<void> {
        this.audit = !this.session.is() ? null : await getJson<AuditEntry[]>(`/api/audit/${this.ies}`, this.signal);
    }

    override render(): TemplateResult {
        const me = this.session.me;
        return html`<h1>${say('account')}</h1>
            ${me === null ? nothing : html`<p>${say('signedInAs', { name: me.name })} ${say('roles', { roles: this.session.institution?.roles.map((role) => say(roles[role])).join(', ') ?? '' })}</p>`}
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
            <tbody>${entries.map((entry) => html`<tr><td>${date(entry.at)}</td><td>${entry.caller}</td><td>${actionName(entry.action)}</td>
                <td>${entry.file ?? ''}</td><td>${/^[45]\d\d$/.test(entry.result) ? say('auditRefused', { status: entry.result }) : say('auditDone')}</td></tr>`)}</tbody></table></div>`;
    }
}
