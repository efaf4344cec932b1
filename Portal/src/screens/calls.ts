import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { ApiError, call, getJson, save, segment, sendJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import { warnings } from '../parts/warnings.js';
import { hrefOf, remember } from '../router.js';
import './student.js';
import type { CallList, Programmes, Run, RunPage, Student, StudentPage } from '../types.js';
import { date, frequency, language, number, say } from '../words.js';

const pageStudents = 200;
const maxCapacity = 20_000;

@customElement('av-calls')
export class Calls extends Screen {
    @state() private reports: Run[] | null = null;
    @state() private file = '';
    @state() private capacity = 60;
    @state() private facts: CallList | null = null;
    @state() private page: StudentPage | null = null;
    @state() private reason = '';
    /** What the students of the list study, where their file has that; null until it is known. */
    @state() private programmes: Programmes | null = null;
    @state() private programme = '';
    @state() private text = '';
    private waiting: ReturnType<typeof setTimeout> | undefined;
    /** The student whose page is open over the list; null for the list. */
    @state() private opened: string | null = null;
    private asked = 0;
    readonly #back = (): void => { this.#close(); };

    protected override async load(): Promise<void> {
        this.reason = this.query.get('razon') ?? '';
        const { runs } = await getJson<RunPage>(`/api/portal/runs/${this.ies}?max=100`, this.signal);
        this.reports = runs.filter((run) => run.state === 'Done' && run.report !== undefined);
        const wanted = this.query.get('archivo');
        this.file = this.reports.find((run) => run.file === wanted)?.file ?? this.reports[0]?.file ?? '';
        const usual = this.reports.find((run) => run.file === this.file)?.leading ?? this.capacity;
        this.capacity = Math.min(maxCapacity, Math.max(1, Math.round(Number(this.query.get('cupo') ?? usual)) || usual));
        await this.#show();
    }

    override connectedCallback(): void {
        super.connectedCallback();
        addEventListener('popstate', this.#back);
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        removeEventListener('popstate', this.#back);
    }

    override render(): TemplateResult {
        // The list stays behind the student's page, as it was left.
        return html`${this.opened === null ? nothing : html`<av-student .session=${this.session} .file=${this.file} .studentId=${this.opened}></av-student>`}
            <div ?hidden=${this.opened !== null}>${this.#list()}</div>`;
    }

    #list(): TemplateResult {
        return html`<h1>${say('calls')}</h1>${this.status()}
            ${this.reports?.length === 0 ? html`<p>${say('noReports')}. ${this.session.sees('upload') ? html`<a href=${hrefOf('upload')}>${say('upload')}</a>` : say('askRegistrar')}</p>` : nothing}
            ${this.reports === null || this.reports.length === 0 ? nothing : this.#filters(this.reports)}
            ${this.page === null ? nothing : html`<p class="print-only">${this.#asPrinted()}</p>`}
            ${this.facts === null ? nothing : this.#sentences(this.facts)}
            ${warnings(this.reports?.find((run) => run.file === this.file))}
            ${this.page === null ? nothing : this.#table(this.page)}`;
    }

    #filters(reports: Run[]): TemplateResult {
        const most = Math.min(Math.max(this.page?.total ?? this.capacity, 1), maxCapacity);
        return html`<form class="filters" @submit=${(event: Event) => { event.preventDefault(); }}>
            <label>${say('report')} <select @change=${(event: Event) => { this.#choose((event.target as HTMLSelectElement).value); }}>
                ${reports.map((run) => html`<option value=${run.file} ?selected=${run.file === this.file}>${run.file}</option>`)}</select></label>
            <label class="capacity">${say('canCall')}
                <input type="range" min="1" max=${Math.min(most, 500)} .value=${String(this.capacity)} aria-label="${say('canCall')} (${say('studentsWord')})" @input=${(event: Event) => { this.#take(event); }}>
                <input type="number" min="1" max=${most} .value=${String(this.capacity)} aria-label=${say('canCall')} @input=${(event: Event) => { this.#take(event); }}> ${say(this.capacity === 1 ? 'studentWord' : 'studentsWord')}</label>
            <label>${say('filterReason')} <select @change=${(event: Event) => { this.reason = (event.target as HTMLSelectElement).value; this.#again(0); }}>
                <option value="">${say('anyReason')}</option>
                ${this.#reasons().map((label) => html`<option value=${label} .selected=${label === this.reason}>${label}</option>`)}</select></label>
            ${this.#programmes()}
            <label>${say('filterText')} <input type="search" .value=${this.text} autocomplete="off" @input=${(event: Event) => { this.text = (event.target as HTMLInputElement).value; this.#again(250); }}></label>
        </form>`;
    }

    /** The reasons of the list, most frequent first. */
    #reasons(): string[] {
        const counts = new Map<string, number>(this.reason === '' ? [] : [[this.reason, Infinity]]);
        for (const reason of this.page?.students.flatMap((student) => student.reasons) ?? []) {
            counts.set(reason.label, (counts.get(reason.label) ?? 0) + 1);
        }

        return [...counts].sort((left, right) => right[1] - left[1]).map(([label]) => label);
    }

    /** Only where the file has programmes to choose from. The one that was chosen stays, also behind the end of a shorter list. */
    #programmes(): TemplateResult | typeof nothing {
        const values = this.programmes?.values ?? [];
        const isKept = this.programme !== '' && !values.some((one) => one.value === this.programme);
        return values.length === 0 && !isKept ? nothing : html`<label>${this.programmes?.column ?? say('programme')} <select id="programme" @change=${(event: Event) => { this.programme = (event.target as HTMLSelectElement).value; this.#again(0); }}>
                <option value="" .selected=${this.programme === ''}>${say('allProgrammes')}</option>
                ${isKept ? html`<option value=${this.programme} .selected=${true}>${this.programme} (0)</option>` : nothing}
                ${values.map((one) => html`<option value=${one.value} .selected=${one.value === this.programme}>${one.value} (${number(one.students)})</option>`)}</select></label>`;
    }

    #sentences(facts: CallList): TemplateResult {
        return html`<section class="card sentences" aria-live="polite">
            <p>${say('listEnds', { score: number(facts.lowestScore, 2) })}</p>
            <p>${facts.capacity === 1 ? say('listIsOne') : say('listExpects', { capacity: facts.capacity, expected: facts.expected, low: facts.expectedLow, high: facts.expectedHigh })}</p>
            ${facts.heldOutRecall === undefined ? nothing : html`<p>${say('heldOut', { found: Math.round(facts.heldOutRecall * 100) })}</p>`}
            <p class="small">${say('notAVerdict')}</p></section>`;
    }

    #table(page: StudentPage): TemplateResult {
        return html`<p class="row no-print"><span>${say('showing', { shown: page.students.length, total: page.matching })}</span>
                <button type="button" @click=${() => this.run(() => this.#export('xlsx'))}>${say('exportXlsx')}</button>
                <button type="button" @click=${() => this.run(() => this.#export('csv'))}>${say('exportCsv')}</button>
                <button type="button" @click=${() => { print(); }}>${say('print')}</button></p>
            <div class="scroll" tabindex="0" role="region" aria-label=${say('calls')}><table class="calls">
            <thead><tr><th scope="col" class="number">${say('order')}</th><th scope="col">${say('id')}</th><th scope="col">${say('probability')}</th><th scope="col">${say('reasons')}</th><th scope="col">${say('change')}</th></tr></thead>
            <tbody>${guard([page, language()], () => page.students.map((student) => this.#row(student)))}</tbody></table></div>
            ${page.students.length < Math.min(page.matching, this.capacity) ? html`<button type="button" class="no-print" @click=${() => this.run(() => this.#more())}>${say('more')}</button>` : nothing}`;
    }

    #row(student: Student): TemplateResult {
        return html`<tr><td class="number">${number(student.order)}</td>
                <th scope="row"><button type="button" class="link" aria-label=${say('seeStudent', { id: student.id })} @click=${() => { this.#open(student.id); }}>${student.id}</button></th>
                <td>${frequency(student.score)}</td>
                <td>${student.reasons.length === 0 ? say('noReasons') : student.reasons.map((reason) => reason.value === '' ? reason.label : `${reason.label}: ${reason.value}`).join(' · ')}</td>
                <td>${this.#change(student)}</td></tr>`;
    }

    /** Of which report a list on paper is, and how it was filtered. */
    #asPrinted(): string {
        const at = this.reports?.find((run) => run.file === this.file)?.finishedAt;
        return [this.session.institution?.name, this.file, at === undefined ? '' : date(at), this.programme, this.reason, this.text.trim()]
            .filter(Boolean).join(' · ');
    }

    #change(student: Student): string {
        if (student.previousScore === undefined) {
            return say('newStudent');
        }

        const points = Math.round((student.score - student.previousScore) * 100);
        return points === 0 ? say('same') : say(points > 0 ? 'up' : 'down', { points: Math.abs(points) });
    }

    /** The step in the history has the list's own address: none of them names a student. */
    #open(id: string): void {
        this.opened = id;
        history.pushState(null, '', location.href);
    }

    #close(): void {
        const id = this.opened;
        this.opened = null;
        void this.updateComplete.then(() => {
            [...this.querySelectorAll<HTMLElement>('table.calls button.link')].find((button) => button.textContent === id)?.focus();
        });
    }

    /** Another file has other programmes. */
    #choose(file: string): void {
        this.file = file;
        this.programmes = null;
        this.programme = '';
        this.#again(0);
    }

    #take(event: Event): void {
        const wanted = Math.round(Number((event.target as HTMLInputElement).value));
        if (wanted >= 1 && wanted <= maxCapacity) {
            this.capacity = wanted;
            this.#again(120);
        }
    }

    #again(milliseconds: number): void {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => { void this.run(() => this.#show()); }, milliseconds);
    }

    async #show(): Promise<void> {
        if (this.file === '') {
            return;
        }

        // An answer that comes later than a newer one is not shown.
        const asked = ++this.asked;
        remember({ archivo: this.file, cupo: String(this.capacity), razon: this.reason });
        try {
            const [facts, page] = await Promise.all([
                getJson<CallList>(`/api/capacity/${this.ies}/${segment(this.file)}?n=${String(this.capacity)}`, this.signal),
                this.#fetch(0),
            ]);
            if (asked === this.asked) {
                this.facts = facts;
                this.page = page;
                void this.#showProgrammes(asked);
            }
        } catch (failure) {
            throw failure instanceof ApiError && failure.status === 404 ? new ApiError(404, say('gone')) : failure;
        }
    }

    /** After the list, which does not wait for it: the server may have to read a large upload. Without an answer there is no filter. */
    async #showProgrammes(asked: number): Promise<void> {
        const programmes = await getJson<Programmes>(`/api/programmes/${this.ies}/${segment(this.file)}?n=${String(this.capacity)}`, this.signal).catch(() => null);
        if (asked === this.asked && programmes !== null) {
            // A list with nothing to choose from names no column; the choice that was made keeps its own.
            this.programmes = { ...this.programmes, ...programmes };
        }
    }

    async #more(): Promise<void> {
        const next = await this.#fetch(this.page?.students.length ?? 0);
        this.page = { ...next, students: [...(this.page?.students ?? []), ...next.students] };
    }

    #fetch(from: number): Promise<StudentPage> {
        return sendJson<StudentPage>('POST', `/api/students/${this.ies}/${segment(this.file)}`, this.#asked(from, Math.min(pageStudents, this.capacity - from)), this.signal);
    }

    /** What is shown, filters and all, as a file. */
    async #export(format: 'csv' | 'xlsx'): Promise<void> {
        const init = { method: 'POST', body: JSON.stringify(this.#asked(0, 1)), headers: { 'Content-Type': 'application/json' }, signal: this.signal };
        const response = await call(`/api/students/${this.ies}/${segment(this.file)}?format=${format}`, init);
        save(await response.blob(), `llamar_${this.file.replace(/^.*\//, '').replace(/\.\w+$/, '')}.${format}`);
    }

    #asked(from: number, count: number): object {
        return { from, count, capacity: this.capacity, reason: this.reason, programme: this.programme, text: this.text.trim() };
    }
}
