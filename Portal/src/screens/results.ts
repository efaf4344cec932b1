import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, call, getJson, segment } from '../api.js';
import { Screen } from '../parts/screen.js';
import type { Interval, Outcome, Run, RunPage } from '../types.js';
import { number, percent, say } from '../words.js';

@customElement('av-results')
export class Results extends Screen {
    @state() private reports: Run[] | null = null;
    @state() private file = '';
    @state() private outcome: Outcome | null = null;

    protected override async load(): Promise<void> {
        const { runs } = await getJson<RunPage>(`/api/runs/${this.ies}?max=100`, this.signal);
        this.reports = runs.filter((run) => run.state === 'Done' && run.report !== undefined);
        this.file = this.reports.find((run) => run.file === this.query.get('archivo'))?.file ?? this.reports[0]?.file ?? '';
        await this.#show();
    }

    override render(): TemplateResult {
        return html`<h1>${say('results')}</h1><p>${say('resultsIntro')}</p>${this.status()}
            ${this.reports === null ? nothing : this.reports.length === 0 ? html`<p>${say('noReports')}.</p>` : html`
                <form class="filters" @submit=${(event: SubmitEvent) => { this.#measure(event); }}>
                    <label>${say('report')} <select @change=${(event: Event) => { this.file = (event.target as HTMLSelectElement).value; void this.run(() => this.#show()); }}>
                        ${this.reports.map((run) => html`<option value=${run.file} ?selected=${run.file === this.file}>${run.file}</option>`)}</select></label>
                    ${this.session.me?.role === 'direccion' ? nothing : html`<label>${say('chooseOutcomes')} <input type="file" name="outcomes" required accept=".csv,.gz,.xlsx"></label>
                    <button class="primary">${say('measure')}</button>`}
                </form>
                ${this.outcome === null ? this.isLoading ? nothing : html`<p>${say('noOutcomes')}</p>` : this.#figures(this.outcome)}`}`;
    }

    async #show(): Promise<void> {
        this.outcome = null;
        if (this.file === '') {
            return;
        }

        try {
            this.outcome = await getJson<Outcome>(`/api/outcomes/${this.ies}/${segment(this.file)}`, this.signal);
        } catch (failure) {
            if (!(failure instanceof ApiError) || failure.status !== 404) {
                throw failure;
            }
        }
    }

    #measure(event: SubmitEvent): void {
        event.preventDefault();
        const chosen = new FormData(event.target as HTMLFormElement).get('outcomes');
        void this.run(async () => {
            if (chosen instanceof File) {
                const response = await call(`/api/outcomes/${this.ies}/${segment(this.file)}`, { method: 'POST', body: chosen, signal: this.signal });
                this.outcome = await response.json() as Outcome;
            }
        });
    }

    #figures(outcome: Outcome): TemplateResult {
        return html`<section class="card"><p>${say('matched', { matched: outcome.matched, unmatched: outcome.unmatched, without: outcome.withoutOutcome })}</p>
                ${outcome.retrain ? html`<p class="notice warn">${say('retrain')}</p>` : nothing}<p class="small">${say('noCausality')}</p></section>
            <div class="scroll" tabindex="0" role="region" aria-label=${say('atCapacity')}><table><thead><tr><th scope="col">${say('atCapacity')}</th><th scope="col">${say('precision')}</th><th scope="col">${say('recall')}</th><th scope="col">${say('lift')}</th></tr></thead>
                <tbody>${outcome.atCapacity.map((at) => html`<tr><th scope="row">${number(at.capacity)}</th><td>${interval(at.precision)}</td><td>${interval(at.recall)}</td><td class="number">× ${number(at.lift, 1)}</td></tr>`)}</tbody></table></div>
            ${outcome.calibration.length === 0 ? nothing : calibration(outcome)}`;
    }
}

function interval(one: Interval): string {
    return `${percent(one.value)} (${percent(one.low)}–${percent(one.high)})`;
}

/** Mean probability against what happened, decile by decile; the table beside it holds the same figures. */
function calibration(outcome: Outcome): TemplateResult {
    return html`<section class="card"><h2>${say('calibration')}</h2><div class="row">
        <svg class="chart" viewBox="0 0 110 110" width="220" height="220" aria-hidden="true"><path d="M5 105L105 5M5 5V105H105"></path>
            ${outcome.calibration.map((bin) => svg`<circle cx=${5 + bin.predicted * 100} cy=${105 - bin.observed * 100} r="2.5"></circle>`)}</svg>
        <table><thead><tr><th scope="col">${say('predicted')}</th><th scope="col">${say('observed')}</th><th scope="col">${say('studentsWord')}</th></tr></thead>
            <tbody>${outcome.calibration.map((bin) => html`<tr><td class="number">${percent(bin.predicted)}</td><td class="number">${percent(bin.observed)}</td><td class="number">${number(bin.students)}</td></tr>`)}</tbody></table></div></section>`;
}
