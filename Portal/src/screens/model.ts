import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { download, getJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import type { GroupPart, GroupThresholds, ModelFacts } from '../types.js';
import { date, number, percent, say, type Phrase } from '../words.js';

const fits: Record<string, Phrase | undefined> = { Good: 'fitGood', Fair: 'fitFair', Poor: 'fitPoor' };

/** Edges of ranges as they are, without zeros behind the comma. */
const edge = (value: number | undefined): string => (value === undefined ? '' : number(value, Number.isInteger(value) ? 0 : 2));

function partText(part: GroupPart): string {
    const { label, word, from, below } = part;
    if (word !== undefined) {
        return say('partWord', { label, word });
    }

    const name = from === undefined ? 'partBelow' : below === undefined ? 'partFrom' : 'partBetween';
    return say(name, { label, from: edge(from), below: edge(below) });
}

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
                    ${model.metrics['auc'] === undefined && model.metrics['brier'] === undefined ? html`<p>${say('noFigures')}</p>` : nothing}
                    <p>${fits[model.fit] === undefined ? model.fit : say(fits[model.fit] ?? 'fitFair')}</p><p class="small">${say('notAVerdict')}</p>
                    <p><button type="button" @click=${() => this.run(() => download(`/api/models/${this.ies}/report`, `modelo_${model.name}.html`))}>${say('modelReport')}</button></p></section>
                ${this.#thresholds(model)}
                <section class="card"><h2>${say('features')}</h2><ul class="columns">${model.features.map((feature) => html`<li>${feature.label}${feature.actionable ? html` <small>(${say('canAct')})</small>` : nothing}</li>`)}</ul>
                    ${model.attribution === undefined ? nothing : html`<p class="small">${model.attribution}</p>`}</section>`}`;
    }

    #thresholds(model: ModelFacts): TemplateResult {
        const groups = model.groupThresholds;
        return html`<section class="card"><h2>${say('whenAtRisk')}</h2>
            ${groups === undefined ? html`<p>${say('oneThreshold', { threshold: percent(model.threshold, 1) })}</p>` : html`
                <p>${say('thresholdsDepend', { columns: groups.columns.join(', '), who: groups.decidedBy })}</p>
                <p>${say('thresholdsCost', { recall: percent(groups.after.recall, 1), recallBefore: percent(groups.before.recall, 1), precision: percent(groups.after.precision, 1), precisionBefore: percent(groups.before.precision, 1) })}</p>
                ${this.#groups(groups, model.threshold)}`}</section>`;
    }

    #groups(thresholds: GroupThresholds, others: number): TemplateResult {
        return html`<div class="scroll" tabindex="0" role="region" aria-label=${say('whenAtRisk')}><table class="thresholds">
            <thead><tr><th scope="col">${say('group')}</th><th scope="col">${say('threshold')}</th><th scope="col">${say('groupStudents')}</th></tr></thead>
            <tbody>${thresholds.groups.map((group) => html`<tr><th scope="row">${group.parts.map(partText).join(', ')}</th>
                <td class="number">${percent(group.threshold, 1)}</td><td class="number">${number(group.students)}</td></tr>`)}
                <tr><th scope="row">${say('allOthers')}</th><td class="number">${percent(others, 1)}</td><td></td></tr></tbody></table></div>`;
    }
}
