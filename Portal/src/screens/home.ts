import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { call, download, getJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import { warnings } from '../parts/warnings.js';
import { hrefOf } from '../router.js';
import type { Health, Run, RunPage } from '../types.js';
import { date, number, say, type Phrase } from '../words.js';

const parts: Record<string, Phrase | undefined> = { storage: 'partStorage', model: 'partModel', mailer: 'partMailer' };
const partName = (part: string): string => say(parts[part] ?? 'partOther');


@customElement('av-home')
export class Home extends Screen {
    @state() private runs: Run[] | null = null;
    @state() private broken: string[] | null = null;

    protected override async load(): Promise<void> {
        const page = await getJson<RunPage>(`/api/portal/runs/${this.ies}?max=25`, this.signal);
        this.runs = page.runs;
        const health = await this.#health();
        this.broken = Object.entries(health).flatMap(([part, state]) => typeof state === 'object' && !state.ok ? [part] : []);
    }

    override render(): TemplateResult {
        const last = this.runs?.find((run) => run.state === 'Done' && run.report !== undefined);
        const waiting = this.runs?.filter((run) => run.state === 'Waiting' || run.state === 'Running') ?? [];
        return html`<h1>${say('home')}</h1>${this.status()}
            ${this.runs === null ? nothing : html`
                ${last === undefined ? this.#empty() : this.#last(last)}
                <section class="card"><h2>${say('waiting')}</h2>
                    ${waiting.length === 0 ? html`<p>${say('waitingNone')}</p>` : html`<ul>${waiting.map((run) => html`<li>${run.file}</li>`)}</ul>`}
                </section>
                ${this.broken === null ? nothing : html`<section class="card"><h2>${say('health')}</h2>
                    <p>${this.broken.length === 0 ? say('healthOk') : say('healthBad', { parts: this.broken.map(partName).join(', ') })}</p></section>`}`}`;
    }

    #last(run: Run): TemplateResult {
        return html`<section class="card"><h2>${say('lastReport')}</h2>
            <p><strong>${run.file}</strong>${run.finishedAt === undefined ? nothing : html` · ${date(run.finishedAt)}`}</p>
            <dl class="figures">
                <div><dt>${say('read')}</dt><dd>${number(run.read)}</dd></div>
                <div><dt>${say('scored')}</dt><dd>${number(run.scored)}</dd></div>
                <div><dt>${say('atRisk')}</dt><dd>${number(run.atRisk)}</dd></div>
                ${run.leading === undefined ? nothing : html`<div><dt>${say('atRiskLeading', { count: run.leading })}</dt><dd>${number(run.leadingAtRisk ?? 0)}</dd></div>`}
                <div><dt>${say('rejectedRows')}</dt><dd>${number(run.rejected)}</dd></div>
            </dl>
            ${warnings(run)}
            ${this.session.sees('calls') ? html`<p><a class="button primary" href=${hrefOf('calls', { archivo: run.file })}>${say('seeCalls')}</a></p>` : nothing}
        </section>`;
    }

    #empty(): TemplateResult {
        return html`<section class="card"><h2>${say('noReports')}</h2>
            <ol><li>${say('step1')}</li><li>${say('step2')}</li><li>${say('step3')}</li></ol>
            <p class="row"><button type="button" @click=${() => this.run(() => download(`/api/template/${this.ies}`, 'plantilla.xlsx'))}>${say('template')}</button>
            ${this.session.sees('upload') ? html`<a class="button primary" href=${hrefOf('upload')}>${say('upload')}</a>` : nothing}</p></section>`;
    }

    /** An unhealthy system answers 503 with the same body. */
    async #health(): Promise<Health> {
        const response = await fetch('/health', { signal: this.signal, cache: 'no-store' }).catch(() => call('/health'));
        return response.json() as Promise<Health>;
    }
}
