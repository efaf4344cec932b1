import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { call, download, getJson, segment } from '../api.js';
import { problemTable } from '../parts/problems.js';
import { warnings } from '../parts/warnings.js';
import { Screen } from '../parts/screen.js';
import { hrefOf } from '../router.js';
import type { Problem, Run, RunPage } from '../types.js';
import { date, number, say } from '../words.js';

const states = { Waiting: 'stateWaiting', Running: 'stateRunning', Done: 'stateDone', Rejected: 'stateRejected', Failed: 'stateFailed' } as const;
const emails = { Waiting: 'emailWaiting', Sent: 'emailSent', Failed: 'emailFailed', NoRecipient: 'emailNoRecipient' } as const;
const formats = [['csv', 'reportCsv'], ['csv-excel', 'reportExcelCsv'], ['xlsx', 'reportXlsx']] as const;

const lastName = (file: string): string => file.replace(/^.*\//, '');
const savedAs = (report: string, format: string): string => (format === 'xlsx' ? lastName(report).replace(/\.csv$/i, '.xlsx') : lastName(report));

@customElement('av-files')
export class Files extends Screen {
    @state() private runs: Run[] | null = null;
    @state() private next: string | undefined;
    @state() private problems: { file: string; rows: Problem[] } | null = null;
    @state() private erasing: string | null = null;
    @state() private typed = '';
    @state() private erased = '';
    #asker: HTMLElement | null = null;

    protected override async load(): Promise<void> {
        await this.#page('');
    }

    override render(): TemplateResult {
        return html`<h1>${say('files')}</h1>${this.status()}
            <p role="status" id="erased" tabindex="-1">${this.erased === '' ? nothing : say('erased', { file: this.erased })}</p>
            ${this.runs === null ? nothing : this.runs.length === 0 ? html`<p>${say('noFiles')} ${this.session.sees('upload') ? html`<a href=${hrefOf('upload')}>${say('upload')}</a>` : say('askRegistrar')}</p>` : this.#table(this.runs)}
            ${this.next === undefined ? nothing : html`<button type="button" @click=${() => this.run(() => this.#page(this.next ?? ''))}>${say('more')}</button>`}
            ${this.erasing === null ? nothing : this.#confirm(this.erasing)}`;
    }

    async #page(continuation: string): Promise<void> {
        const page = await getJson<RunPage>(`/api/portal/runs/${this.ies}?max=25${continuation === '' ? '' : `&continuation=${encodeURIComponent(continuation)}`}`, this.signal);
        this.runs = continuation === '' ? page.runs : [...(this.runs ?? []), ...page.runs];
        this.next = page.continuation;
    }

    #table(runs: Run[]): TemplateResult {
        return html`<div class="scroll" tabindex="0" role="region" aria-label=${say('files')}><table>
            <thead><tr><th scope="col">${say('file')}</th><th scope="col">${say('state')}</th><th scope="col">${say('date')}</th>
                <th scope="col" class="number">${say('scored')}</th><th scope="col" class="number">${say('rejectedRows')}</th><th scope="col">${say('model')}</th><th scope="col">${say('emailState')}</th><th scope="col">${say('actions')}</th></tr></thead>
            <tbody>${runs.map((run) => this.#row(run))}</tbody></table></div>`;
    }

    #row(run: Run): TemplateResult {
        return html`<tr><th scope="row">${run.file}</th><td>${say(states[run.state])}${run.error === undefined ? nothing : html`<p class="why">${run.error}</p>`}${warnings(run)}</td><td>${run.finishedAt === undefined ? '' : date(run.finishedAt)}</td>
            <td class="number">${number(run.scored)}</td><td class="number">${number(run.rejected)}</td>
            <td>${run.model === undefined ? '' : `${run.model}${run.modelVersion === undefined ? '' : ` ${run.modelVersion}`}`}</td><td>${run.email === undefined ? '' : say(emails[run.email])}</td>
            <td><div class="row">
                ${this.#downloads(run)}
                ${run.problems === undefined || !this.session.is('registro') ? nothing : html`<button type="button" aria-expanded=${this.problems?.file === run.file ? 'true' : 'false'} @click=${() => this.run(() => this.#toggle(run))}>
                    ${say(this.problems?.file === run.file ? 'hideProblems' : 'seeProblems')}</button>`}
                ${this.session.is() ? html`<button type="button" class="danger" @click=${(event: Event) => { this.#ask(run.file, event.target as HTMLElement); }}>${say('erase')}</button>` : nothing}
            </div></td></tr>
            ${this.problems?.file === run.file ? html`<tr><td colspan="8">${problemTable(this.problems.rows)}</td></tr>` : nothing}`;
    }

    #downloads(run: Run): TemplateResult | typeof nothing {
        const { report } = run;
        const save = (path: string, name: string) => () => this.run(() => download(path, name));
        const original = this.session.is('registro');
        const hasReport = report !== undefined && this.session.is('registro', 'consejeria');
        return !original && !hasReport ? nothing : html`<details class="menu"><summary>${say('download')}</summary><div>
            ${!hasReport ? nothing : formats.map(([format, label]) => html`
                <button type="button" @click=${save(`/api/reports/${this.ies}/${segment(report)}?format=${format}`, savedAs(report, format))}>${say(label)}</button>`)}
            ${!original ? nothing : html`<button type="button" @click=${save(`/api/uploads/${this.ies}/${segment(run.file)}`, lastName(run.file))}>${say('reportOriginal')}</button>`}
        </div></details>`;
    }

    async #toggle(run: Run): Promise<void> {
        this.problems = this.problems?.file === run.file ? null : { file: run.file, rows: await getJson<Problem[]>(`/api/problems/${this.ies}/${segment(run.file)}`, this.signal) };
    }

    #ask(file: string, asker: HTMLElement): void {
        this.typed = '';
        this.erasing = file;
        this.#asker = asker;
    }

    /** Only a dialog that is opened by a call keeps the keyboard within it. Behind the form for signing in it would block that. */
    protected override updated(): void {
        super.updated();
        const dialog = this.querySelector('dialog');
        if (this.session.me === null) {
            dialog?.close();
        } else if (dialog?.open === false) {
            dialog.showModal();
        }
    }

    #leave(): void {
        this.erasing = null;
        void this.updateComplete.then(() => { this.#asker?.focus(); });
    }

    #confirm(file: string): TemplateResult {
        return html`<dialog aria-labelledby="erase-title" @cancel=${() => { this.#leave(); }}>
            <form @submit=${(event: SubmitEvent) => { event.preventDefault(); void this.run(() => this.#erase(file)); }}>
                <h2 id="erase-title">${say('eraseTitle', { file })}</h2><p>${say('eraseWhat')}</p>
                <label>${say('eraseType')} <input .value=${this.typed} autocomplete="off" @input=${(event: Event) => { this.typed = (event.target as HTMLInputElement).value; }}></label>
                <p class="row"><button class="danger" ?disabled=${this.typed !== file}>${say('erase')}</button>
                <button type="button" @click=${() => { this.#leave(); }}>${say('cancel')}</button></p>
            </form></dialog>`;
    }

    async #erase(file: string): Promise<void> {
        this.erasing = null;
        await call(`/api/runs/${this.ies}/${segment(file)}`, { method: 'DELETE' });
        this.erased = file;
        await this.#page('');
        await this.focusOn('#erased');
    }
}
