import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { getJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import type { ModelFacts } from '../types.js';
import { date, number, percent, say, type Phrase } from '../words.js';

const fits: Record<string, Phrase | undefined> = { Good: 'fitGood', Fair: 'fitFair', Poor: 'fitPoor' };

@customElement('av-model')
export class Model extends Screen {
    @state() private model: ModelFacts | null = null;

    protected override async load(): Promise<void> {
        this.model = await getJson<ModelFacts>(`/api/models/${this.ies}`, this.signal);
    }

    override render(): TemplateResult {
        const model = this.model;
        return html`<h1>${say('model')}</h1>${this.status()}
            ${model === null ? nothing : html`<section class="card"><h2>${say('predicts')}</h2><p class="large">${model.target}</p>
                <p>${say('trainedOn', { rows: model.rows, share: percent(model.baseRate) })}</p>
                <p>${say('sinceWhen', { version: model.version, date: date(model.date) })}</p></section>
                <section class="card"><h2>${say('quality')}</h2>
                    ${model.metrics['auc'] === undefined ? nothing : html`<p>${say('aucSentence', { auc: Math.round(model.metrics['auc'] * 100) })}</p>`}
                    ${model.metrics['brier'] === undefined ? nothing : html`<p>${say('brierSentence', { brier: number(model.metrics['brier'], 3), base: number(model.baseRate * (1 - model.baseRate), 3) })}</p>`}
                    <p>${fits[model.fit] === undefined ? model.fit : say(fits[model.fit] ?? 'fitFair')}</p><p class="small">${say('notAVerdict')}</p></section>
                <section class="card"><h2>${say('features')}</h2><ul class="columns">${model.features.map((feature) => html`<li>${feature.label}${feature.actionable ? html` <small>(${say('canAct')})</small>` : nothing}</li>`)}</ul>
                    ${model.attribution === undefined ? nothing : html`<p class="small">${model.attribution}</p>`}</section>`}`;
    }
}
