import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, call, download, getJson, sendJson, upload } from '../api.js';
import { problemTable } from '../parts/problems.js';
import { Screen } from '../parts/screen.js';
import { hrefOf } from '../router.js';
import type { Preview, Question, ReaderDecisions, Run, RunPage, UploadLink } from '../types.js';
import { percent, say, type Phrase } from '../words.js';

const previewBytes = 256 * 1024;
const pollMilliseconds = 700;

@customElement('av-upload')
export class Upload extends Screen {
    @state() private file: File | null = null;
    @state() private preview: Preview | null = null;
    @state() private noPreview = false;
    @state() private share: number | null = null;
    @state() private sent: string | null = null;
    @state() private sentRun: Run | null = null;
    @state() private isOver = false;
    /** What the person chose where the file leaves it open; it travels with the upload. */
    @state() private choices: { idColumn?: string; sheet?: string } = {};
    private sending = new AbortController();
    private checking = new AbortController();

    protected override load(): Promise<void> {
        return Promise.resolve();
    }

    override render(): TemplateResult {
        return html`<h1>${say('upload')}</h1>
            ${this.sent !== null ? this.#steps(this.sent) : this.share === null ? this.#choose() : nothing}
            <div aria-live="polite">${this.status()}</div>
            ${this.share !== null ? this.#progress(this.share) : this.sent === null && this.file !== null && !this.isLoading ? this.#check(this.file) : nothing}`;
    }

    #choose(): TemplateResult {
        return html`<div class="drop ${this.isOver ? 'over' : ''}"
                @dragover=${(event: DragEvent) => { event.preventDefault(); this.isOver = true; }}
                @dragleave=${() => { this.isOver = false; }}
                @drop=${(event: DragEvent) => { event.preventDefault(); this.isOver = false; this.#take(event.dataTransfer?.files[0]); }}>
            <label for="file" class="button primary">${say('chooseFile')}</label>
            <input id="file" type="file" class="visually-hidden" accept=".csv,.gz,.xlsx,.xlsm"
                @change=${(event: Event) => { this.#takeFrom(event.target as HTMLInputElement); }}>
            <span>${say('drop')}</span>
            ${this.file === null ? nothing : html`<strong>${this.file.name}</strong>`}
        </div>
        <p><button type="button" class="quiet" @click=${() => this.run(() => download(`/api/template/${this.ies}`, 'plantilla.xlsx'))}>${say('template')}</button></p>`;
    }

    /** The same file can be chosen again, once it was mended. */
    #takeFrom(input: HTMLInputElement): void {
        this.#take(input.files?.[0]);
        input.value = '';
    }

    #take(file: File | undefined): void {
        if (file === undefined) {
            return;
        }

        this.file = file;
        this.choices = {};
        this.noPreview = false;
        void this.run(() => this.#look(file));
    }

    /** A workbook's directory stands at its end and a compressed file is checked at its end: both go whole. Of text the start is enough. */
    async #look(file: File): Promise<void> {
        // A file that is chosen while the one before is still being checked takes its place.
        this.checking.abort();
        this.checking = new AbortController();
        const { signal } = this.checking;
        this.preview = null;
        const part = /\.(xls[xm]|gz)$/i.test(file.name) ? file : file.slice(0, previewBytes);
        try {
            const response = await call(`/api/preview/${this.ies}?${new URLSearchParams(this.choices).toString()}`, { method: 'POST', body: part, signal });
            this.preview = await response.json() as Preview;
        } catch (failure) {
            await this.#checkUnchanged(file, failure);
            if (!(failure instanceof ApiError) || failure.status === 401 || failure.status === 403 || failure.status === 429 || failure.isOffline) {
                throw failure;
            }

            this.noPreview = true;
        }
    }

    /** A browser does not read a file that was saved anew after it was chosen, and says no more than that the network failed. */
    async #checkUnchanged(file: File, failure: unknown): Promise<void> {
        if (failure instanceof ApiError && failure.isOffline) {
            await file.slice(0, 1).arrayBuffer().catch(() => { throw new ApiError(400, say('fileChanged')); });
        }
    }

    #check(file: File): TemplateResult {
        const preview = this.preview;
        return html`<section class="card" aria-live="polite">
            ${this.noPreview ? html`<p class="notice warn">${say('checkUnavailable')}</p>` : nothing}
            ${preview === null ? nothing : html`
                <h2>${say(preview.refused === undefined ? 'checkTitle' : 'checkRefused')}</h2>
                ${preview.refused === undefined ? nothing : html`<div class="notice bad">${problemTable([preview.refused])}</div>`}
                ${preview.question === undefined ? nothing : this.#question(file, preview.question)}
                ${preview.reading === undefined ? nothing : this.#decisions(preview.reading, preview.rows)}
                ${preview.columns.length === 0 ? nothing : this.#columns(preview)}
                ${preview.problems.length === 0 ? nothing : html`<h3>${say('firstProblems')}</h3>${problemTable(preview.problems)}`}`}
            <button type="button" class="primary" ?disabled=${preview?.refused !== undefined} @click=${() => this.run(() => this.#send(file))}>${say('send')}</button>
        </section>`;
    }

    #question(file: File, question: Question): TemplateResult {
        const isSheet = question.kind === 'Sheet';
        return html`<p><label>${say(isSheet ? 'whichSheet' : 'whichId')}
            <select @change=${(event: Event) => {
                const chosen = (event.target as HTMLSelectElement).value;
                this.choices = isSheet ? { ...this.choices, sheet: chosen } : { ...this.choices, idColumn: chosen };
                void this.run(() => this.#look(file));
            }}><option value="" disabled selected>${say('choose')}</option>
                ${question.choices.map((choice) => html`<option value=${choice}>${choice}</option>`)}</select></label></p>`;
    }

    #decisions(reading: ReaderDecisions, rows: number): TemplateResult {
        const lines = [
            reading.headerLine === undefined ? say('noHeader') : say('headerLine', { line: reading.headerLine }),
            reading.sheet !== undefined ? say('sheet', { sheet: reading.sheet }) : '',
            reading.sheet === undefined && reading.encoding !== undefined ? say('encoding', { encoding: reading.encoding }) : '',
            reading.sheet === undefined && reading.separator !== undefined ? say('separator', { separator: separatorName(reading.separator) }) : '',
            reading.idColumn !== undefined ? say('idColumn', { column: reading.idColumn }) : '',
            reading.ignoredColumns.length > 0 ? say('ignored', { columns: reading.ignoredColumns.join(', ') }) : '',
            reading.skipped.total > 0 ? say(reading.skipped.total === 1 ? 'skippedOne' : 'skipped', { count: reading.skipped.total }) : '',
            say('checked', { rows }),
        ];
        return html`<ul>${lines.filter((line) => line !== '').map((line) => html`<li>${line}</li>`)}</ul>`;
    }

    /** The file's first rows stand upright, each cell beside what its column was taken for. */
    #columns(preview: Preview): TemplateResult {
        const rows = Math.max(1, ...preview.columns.map((column) => column.examples.length));
        return html`<div class="scroll" tabindex="0" role="region" aria-label=${say('column')}><table>
            <thead><tr><th scope="col">${say('column')}</th><th scope="col">${say('meaning')}</th><th scope="colgroup" colspan=${String(rows)}>${say('firstRows')}</th></tr></thead>
            <tbody>${preview.columns.map((column, index) => html`<tr><th scope="row">${column.name === '' ? say('columnNumber', { number: index + 1 }) : column.name}</th>
                <td>${column.isId ? say('studentId') : column.label ?? say('unused')}</td>
                ${column.examples.map((cell) => html`<td class="example">${cell}</td>`)}</tr>`)}</tbody>
        </table></div>`;
    }

    #progress(share: number): TemplateResult {
        return html`<section class="card"><p><strong>${this.file?.name ?? ''}</strong></p><label>${say('sending', { share: percent(share) })} <progress max="1" .value=${share}></progress></label>
            <button type="button" id="cancel" @click=${() => { this.sending.abort(); }}>${say('cancel')}</button></section>`;
    }

    async #send(file: File): Promise<void> {
        this.sending = new AbortController();
        this.share = 0;
        void this.focusOn('#cancel');
        try {
            this.sent = file.size > this.session.config.maxUploadBytes ? await this.#sendToStorage(file) : await this.#sendForm(file);
        } catch (failure) {
            await this.#checkUnchanged(file, failure);
            throw failure;
        } finally {
            this.share = null;
        }

        this.sentRun = null;
        void this.focusOn('#sent');
        this.#poll();
    }

    async #sendForm(file: File): Promise<string> {
        const query = new URLSearchParams({ bucketName: this.session.institution?.code ?? '', nameFile: file.name, ...this.choices });
        const form = new FormData();
        form.append('data', file, file.name);
        const answer = await upload(`/cargadatos?${query.toString()}`, form, (share) => { this.share = share; }, this.sending.signal) as { name: string };
        return answer.name.slice(answer.name.indexOf('/') + 1);
    }

    /** Larger than the host takes: straight to storage, by a link that may create this one file. */
    async #sendToStorage(file: File): Promise<string> {
        const link = await sendJson<UploadLink>('POST', `/api/uploads/${this.ies}`, { file: file.name, size: file.size }, this.sending.signal);
        const response = await fetch(link.url, { method: 'PUT', body: file, headers: { 'x-ms-blob-type': 'BlockBlob', ...this.#metadata() }, signal: this.sending.signal });
        if (!response.ok) {
            throw new ApiError(response.status, '');
        }

        return link.name.slice(link.name.indexOf('/') + 1);
    }

    /** The choices as the server reads them with the file. */
    #metadata(): Record<string, string> {
        const { idColumn, sheet } = this.choices;
        return {
            ...(idColumn === undefined ? {} : { 'x-ms-meta-columna': encodeURIComponent(idColumn) }),
            ...(sheet === undefined ? {} : { 'x-ms-meta-hoja': encodeURIComponent(sheet) }),
        };
    }

    #poll(): void {
        this.later(pollMilliseconds, () => {
            void this.run(async () => {
                const { runs } = await getJson<RunPage>(`/api/portal/runs/${this.ies}?max=100`, this.signal);
                this.sentRun = runs.find((run) => run.file === this.sent) ?? null;
                if (this.sentRun?.state !== 'Rejected' && !(this.sentRun?.state === 'Done' && this.sentRun.email !== 'Waiting')) {
                    this.#poll();
                }
            });
        });
    }

    #steps(file: string): TemplateResult {
        const run = this.sentRun;
        const done = run?.state === 'Done';
        const reached = [true, done || run?.state === 'Rejected', done, done && run.email === 'Sent'];
        const names = [say('stepReceived'), say('stepRead'), say('stepScored'), say('stepNotified')];
        return html`<section class="card"><h2 id="sent" tabindex="-1">${say('sent')}</h2><p><strong>${file}</strong></p>
            <div role="status"><ol class="steps">${names.map((name, index) => html`<li class=${reached[index] === true ? 'done' : ''}>${name}${reached[index] === true ? ' ✓' : ''}</li>`)}</ol>
            ${done ? html`<p>${say('sentCounts', { scored: run.scored, rejected: run.rejected })}</p>` : nothing}</div>
            ${run?.state === 'Rejected' ? html`<p class="notice bad">${run.error ?? say('runRejected')}</p>` : nothing}
            ${run?.state === 'Failed' ? html`<p class="notice warn">${run.error ?? say('runFailed')}</p>` : nothing}
            <p class="row">${done && this.session.sees('calls') ? html`<a class="button primary" href=${hrefOf('calls', { archivo: file })}>${say('seeCalls')}</a>` : nothing}
            <a class="button" href=${hrefOf('files')}>${say('files')}</a>
            <button type="button" @click=${() => { this.sent = null; this.file = null; this.preview = null; void this.focusOn('#file'); }}>${say('another')}</button></p></section>`;
    }
}

/** Signs that are hard to see, or cannot be seen, by their names. */
function separatorName(separator: string): string {
    const names: Record<string, Phrase> = { ',': 'comma', ';': 'semicolon', '\t': 'tabulator', '|': 'verticalBar' };
    const name = names[separator];
    return name === undefined ? separator : say(name);
}
