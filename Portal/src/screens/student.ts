import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { segment, sendJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import { hrefOf } from '../router.js';
import type { Contribution, StudentDetail } from '../types.js';
import { date, frequency, number, say } from '../words.js';
import { chosenStudent } from './chosen-student.js';

@customElement('av-student')
export class StudentScreen extends Screen {
    @state() private detail: StudentDetail | null = null;
    @state() private isUnknown = false;

    protected override async load(): Promise<void> {
        const chosen = chosenStudent();
        this.isUnknown = chosen === null;
        this.detail = chosen === null ? null : await sendJson<StudentDetail>('POST', `/api/reports/${this.ies}/${segment(chosen.file)}/student`, { id: chosen.id }, this.signal);
    }

    override render(): TemplateResult {
        const detail = this.detail;
        return html`<p class="no-print"><a href=${hrefOf('calls', chosenStudent() === null ? {} : { archivo: chosenStudent()?.file ?? '' })}>${say('back')}</a></p>
            <h1>${say('student')}${detail === null ? nothing : html` ${detail.id}`}</h1>${this.status()}
            ${this.isUnknown ? html`<p>${say('gone')}</p>` : nothing}
            ${detail === null ? nothing : html`
                <section class="card"><p class="large">${frequency(detail.score)}</p>
                    <p>${say('studentMeaning', { n: Math.round(detail.score * 10), target: detail.target })}</p>
                    <p>${say('position', { order: detail.order, total: detail.total })}</p>
                    <p class="small">${say('notAVerdict')}</p>
                    <button type="button" class="no-print" @click=${() => { print(); }}>${say('print')}</button></section>
                ${this.#side('raises', detail.contributions.filter((one) => one.effect > 0))}
                ${this.#side('lowers', detail.contributions.filter((one) => one.effect < 0))}
                <section class="card"><h2>${say('history')}</h2>
                    ${detail.history.length === 0 ? html`<p>${say('noHistory')}</p>` : html`<ul>${detail.history.map((one) => html`<li>${date(one.finishedAt)} · ${one.file}: ${frequency(one.score)}</li>`)}</ul>`}
                </section>`}`;
    }

    #side(title: 'raises' | 'lowers', contributions: Contribution[]): TemplateResult {
        // What the university can act on comes first.
        const sorted = contributions.toSorted((left, right) => Number(right.actionable) - Number(left.actionable) || Math.abs(right.effect) - Math.abs(left.effect));
        const widest = Math.max(...contributions.map((one) => Math.abs(one.effect)), 1e-9);
        return html`<section class="card"><h2>${say(title)}</h2>
            ${sorted.length === 0 ? html`<p>${say('nothing')}</p>` : html`<div class="scroll" tabindex="0" role="region" aria-label=${say(title)}><table>
                <thead><tr><th scope="col">${say('reasons')}</th><th scope="col">${say('value')}</th><th scope="col">${say('median')}</th><th scope="col">${say('effect')}</th></tr></thead>
                <tbody>${sorted.map((one) => html`<tr><th scope="row">${one.label}${one.actionable ? html` <small>(${say('canAct')})</small>` : nothing}</th>
                    <td>${one.value ?? ''}</td><td>${one.median ?? ''}</td>
                    <td><svg class="bar ${title}" viewBox="0 0 100 10" width="100" height="10" aria-hidden="true"><rect width=${String(Math.abs(one.effect) / widest * 100)} height="10"></rect></svg>
                    ${one.effect > 0 ? '+' : '−'}${number(Math.abs(one.effect), 2)}</td></tr>`)}</tbody></table></div>`}</section>`;
    }
}
