import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, call, download, getJson, segment } from '../api.js';
import { Screen } from '../parts/screen.js';
import { hrefOf, remember } from '../router.js';
import type { ListMeasure, Outcome, OutcomeGroup, OutcomeReport, Run, RunPage, Share } from '../types.js';
import { date, language, number, percent, say } from '../words.js';

/** Smaller groups are not shown: a person could be known by them. */
const minGroup = 10;

/** What became of the students of past reports: the file of outcomes in, the measures out. */
@customElement('av-results')
export class Results extends Screen {
    @state() private reports: Run[] | null = null;
    @state() private terms: Outcome[] = [];
    @state() private file = '';
    @state() private result: Outcome | null = null;
    @state() private capacity = '';

    protected override async load(): Promise<void> {
        const { runs } = await getJson<RunPage>(`/api/portal/runs/${this.ies}?max=100`, this.signal);
        this.reports = runs.filter((run) => run.state === 'Done' && run.report !== undefined);
        const wanted = this.query.get('archivo');
        this.file = this.reports.find((run) => run.file === wanted)?.file ?? this.reports[0]?.file ?? '';
        this.terms = await getJson<Outcome[]>(`/api/outcomes/${this.ies}`, this.signal);
        await this.#show();
    }

    override render(): TemplateResult {
        return html`<h1>${say('results')}</h1>${this.status()}
            ${this.reports?.length === 0 ? html`<p>${say('noReports')}. ${this.session.sees('upload') ? html`<a href=${hrefOf('upload')}>${say('upload')}</a>` : say('askRegistrar')}</p>` : nothing}
            ${this.reports === null || this.reports.length === 0 ? nothing : this.#form(this.reports)}
            ${this.result === null ? this.file !== '' && !this.isLoading && this.failure === null ? html`<p>${say('notMeasured')} ${say(this.session.is('registro') ? 'measureNow' : 'askOutcomes')}</p>` : nothing : this.#measures(this.result)}
            ${this.terms.length < 2 ? nothing : this.#acrossTerms(this.terms)}`;
    }

    #form(reports: Run[]): TemplateResult {
        return html`<section class="card no-print"><form class="filters" @submit=${(event: Event) => { event.preventDefault(); }}>
            <label>${say('report')} <select @change=${(event: Event) => { this.file = (event.target as HTMLSelectElement).value; void this.run(() => this.#show()); }}>
                ${reports.map((run) => html`<option value=${run.file} ?selected=${run.file === this.file}>${run.file}</option>`)}</select></label>
            ${this.session.is('registro') ? this.#upload() : nothing}
        </form>${this.session.is('registro') ? html`<p class="small">${say('outcomeHelp')}</p>` : nothing}</section>`;
    }

    #upload(): TemplateResult {
        return html`<label>${say('couldCall')} <input type="number" min="1" .value=${this.capacity} placeholder="60" @input=${(event: Event) => { this.capacity = (event.target as HTMLInputElement).value; }}></label>
            <label>${say('outcomeFile')} <input id="outcomes" type="file" accept=".csv,.gz,.xlsx,.xlsm" @change=${(event: Event) => { this.#take(event.target as HTMLInputElement); }}></label>`;
    }

    #measures(result: Outcome): TemplateResult {
        const { measured } = result;
        const groups = measured.groups.filter((group) => group.count >= minGroup);
        return html`<section class="card" aria-live="polite"><h2>${say('measuredTitle', { file: result.file })}</h2>
                <p class="small">${say('measuredWhen', { scored: date(result.scoredAt), measured: date(result.measuredAt) })}</p>
                ${result.isOutdated ? html`<p class="notice warn">${say('outdated')}</p>` : nothing}
                ${measured.shouldRetrain === true ? html`<p class="notice warn">${retrainWords(measured.card)}</p>` : nothing}
                <ul>${result.sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
                <p class="small">${say('noEffect')}</p>
                <p class="row no-print"><button type="button" @click=${() => { print(); }}>${say('print')}</button>
                ${this.session.is('registro') ? html`<button type="button" @click=${() => this.run(() => download(`/api/outcomes/${this.ies}/${segment(result.file)}?format=rows`, 'reentrenamiento.csv'))}>${say('retrainRows')}</button>` : nothing}</p></section>
            <section class="card"><h2>${say('alongTitle')}</h2>${this.#along(measured.along)}</section>
            <section class="card"><h2>${say('decilesTitle')}</h2>${this.#deciles(result)}</section>
            ${groups.length === 0 ? nothing : html`<section class="card"><h2>${say('groupsTitle')}</h2>${this.#groups(groups)}</section>`}`;
    }

    /** How many of those at risk lists of growing length found, against calling at random. */
    #along(lists: ListMeasure[]): TemplateResult {
        const longest = Math.max(1, ...lists.map((list) => list.called));
        const point = (list: ListMeasure): string => `${String(10 + list.called / longest * 280)} ${String(110 - (list.recall.value ?? 0) * 100)}`;
        return html`<svg class="chart" viewBox="0 0 300 120" role="img" aria-label=${say('alongTitle')}>
                ${svg`<path class="chance" d="M10 110L290 10"></path><path d="M10 110${lists.map((list) => `L${point(list)}`).join('')}"></path>`}</svg>
            <p class="small">${say('alongHelp')}</p>
            <details><summary>${say('asTable')}</summary>${this.#table(say('alongTitle'), [say('called'), say('precision'), say('recall'), say('lift')], lists.map((list) =>
                [number(list.called), interval(list.precision), interval(list.recall), list.lift === undefined ? '' : number(list.lift, 1)]))}</details>`;
    }

    #deciles({ measured }: Outcome): TemplateResult {
        return this.#table(say('decilesTitle'), [say('decile'), say('studentsWord'), say('promised'), say('cameAbout')], measured.deciles.map((decile) =>
            [number(decile.decile), number(decile.count), percent(decile.meanScore), interval(decile.atRisk)]));
    }

    #groups(groups: OutcomeGroup[]): TemplateResult {
        return this.#table(say('groupsTitle'), [say('group'), say('studentsWord'), say('baseRate'), say('foundShare'), say('falseAlarms')], groups.map((group) =>
            [groupName(group), `${number(group.count)}${group.isFew ? ` (${say('few')})` : ''}`, percent(group.baseRate), interval(group.found), interval(group.falseAlarms)]));
    }

    #acrossTerms(terms: Outcome[]): TemplateResult {
        return html`<section class="card"><h2>${say('termsTitle')}</h2>${this.#table(say('termsTitle'), [say('file'), say('date'), 'AUC', say('precision'), say('recall')], terms.map((term) =>
            [term.file, date(term.scoredAt), term.measured.auc === undefined ? '' : number(term.measured.auc, 3), interval(term.measured.atCapacity.precision), interval(term.measured.atCapacity.recall)]))}</section>`;
    }

    #table(name: string, columns: string[], rows: string[][]): TemplateResult {
        return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}><table>
            <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
            <tbody>${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
    }

    async #show(): Promise<void> {
        this.result = null;
        if (this.file === '') {
            return;
        }

        remember({ archivo: this.file });
        try {
            this.result = await getJson<Outcome>(`/api/outcomes/${this.ies}/${segment(this.file)}`, this.signal);
        } catch (failure) {
            // Nobody has sent its outcomes yet: that is not a failure.
            if (!(failure instanceof ApiError && failure.status === 404)) {
                throw failure;
            }
        }
    }

    #take(input: HTMLInputElement): void {
        const file = input.files?.[0];
        input.value = '';
        if (file !== undefined) {
            void this.run(async () => {
                const capacity = Number(this.capacity) >= 1 ? `?capacity=${String(Math.round(Number(this.capacity)))}` : '';
                const response = await call(`/api/outcomes/${this.ies}/${segment(this.file)}${capacity}`, { method: 'POST', body: file, signal: this.signal });
                this.result = await response.json() as Outcome;
                this.terms = await getJson<Outcome[]>(`/api/outcomes/${this.ies}`, this.signal);
            });
        }
    }
}

/** A group in the page's language: the server names ranges and the rest in English. */
function groupName({ column, group }: OutcomeGroup): string {
    const [, below, from, between, until] = /^(?:below (-?[\d.]+)|(-?[\d.]+) or more|(-?[\d.]+) to below (-?[\d.]+))$/.exec(group) ?? [];
    const shown = (value: string): string => language() === 'es' ? value.replace('.', ',') : value;
    switch (true) {
        case below !== undefined: return say('partBelow', { label: column, below: shown(below) });
        case from !== undefined: return say('partFrom', { label: column, from: shown(from) });
        case between !== undefined && until !== undefined: return say('partBetween', { label: column, from: shown(between), below: shown(until) });
        default: return say('partWord', { label: column, word: group === '(empty)' ? say('noValue') : group === '(other)' ? say('allOthers') : group });
    }
}

/** That the model did worse than its card promised, and by which of the card's figures. */
function retrainWords(card: OutcomeReport['card']): string {
    const auc = card === undefined ? '–' : number(card.auc, 3);
    return card?.period === undefined ? say('retrain', { auc }) : say('retrainLater', { auc, period: card.andLater === true ? say('andLater', { period: card.period }) : card.period });
}

/** A share with its 95 % interval, and the counts behind it. */
function interval(share: Share): string {
    return share.value === undefined || share.low === undefined || share.high === undefined ? '–'
        : say('interval', { share: percent(share.value), low: percent(share.low), high: percent(share.high), hits: share.hits, of: share.of });
}
