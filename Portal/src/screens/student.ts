import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ApiError, segment, sendJson } from '../api.js';
import { Screen } from '../parts/screen.js';
import type { StudentDetail, StudentEffect } from '../types.js';
import { date, frequency, number, say, type Phrase } from '../words.js';

/** Of all that moves this student's score: from here on an effect is called strong, or else clear. */
const strongShare = 0.2;
const clearShare = 0.08;
const why: Record<Exclude<StudentDetail['explanation'], 'Whole'>, Phrase> = {
    ModelChanged: 'modelChanged', UploadChanged: 'uploadChanged', NoReasons: 'scorerWithoutReasons',
};

/** Why one student stands where the list has them. The id is a property and travels in bodies; no address has it. */
@customElement('av-student')
export class StudentScreen extends Screen {
    @property({ attribute: false }) file = '';
    @property({ attribute: false }) studentId = '';
    @state() private detail: StudentDetail | null = null;

    protected override async load(): Promise<void> {
        try {
            this.detail = await sendJson<StudentDetail>('POST', `/api/student/${this.ies}/${segment(this.file)}`, { id: this.studentId }, this.signal);
        } catch (failure) {
            throw failure instanceof ApiError && failure.status === 404 ? new ApiError(404, say('gone')) : failure;
        }

        await this.focusOn('h1');
    }

    override render(): TemplateResult {
        const detail = this.detail;
        return html`<p class="no-print"><button type="button" class="quiet" @click=${() => { history.back(); }}>← ${say('backToList')}</button></p>
            <h1 tabindex="-1">${say('student')} ${this.studentId}</h1>${this.status()}
            ${detail === null ? nothing : html`${this.#facts(detail)}${this.#actions(detail)}${this.#effects(detail)}${this.#earlier(detail)}
                <p class="small">${say('notAVerdict')}</p>`}`;
    }

    #facts(detail: StudentDetail): TemplateResult {
        return html`<section class="card"><p class="large">${say('studentStands', { order: detail.order, students: detail.students, frequency: frequency(detail.score) })}</p>
            <p>${say('studentMeans', { score: number(detail.score * 100), frequency: frequency(detail.score) })}</p>
            ${detail.isSure === undefined ? nothing : html`<p>${say(detail.isSure ? 'sure' : 'unsure')}</p>`}
            <p class="small">${this.file}</p>
            <p class="no-print"><button type="button" @click=${() => { print(); }}>${say('print')}</button></p></section>`;
    }

    #actions(detail: StudentDetail): TemplateResult | typeof nothing {
        const actionable = detail.effects.filter((effect) => effect.actionable && effect.effect > 0);
        return html`<section class="card"><h2>${say('whatToDo')}</h2>
            ${actionable.length === 0 ? html`<p>${say('nothingActionable')}</p>` : html`<p>${say('actFirst')}</p>
                <ul>${actionable.map((effect) => html`<li>${effect.label}: ${effect.value}</li>`)}</ul>`}
            <p>${say('talkFirst')}</p></section>`;
    }

    #effects(detail: StudentDetail): TemplateResult {
        if (detail.explanation !== 'Whole') {
            return html`<section class="card"><h2>${say('reasons')}</h2><p class="notice warn">${say(why[detail.explanation])}</p>
                <ul>${detail.reasons.map((reason) => html`<li>${reason.value === '' ? reason.label : `${reason.label}: ${reason.value}`}</li>`)}</ul></section>`;
        }

        const all = detail.effects.reduce((sum, effect) => sum + Math.abs(effect.effect), Math.abs(detail.otherData));
        const largest = Math.max(0.01, Math.abs(detail.otherData), ...detail.effects.map((effect) => Math.abs(effect.effect)));
        return html`<section class="card"><h2>${say('reasons')}</h2><div class="scroll" tabindex="0" role="region" aria-label=${say('reasons')}><table class="effects">
            <thead><tr><th scope="col">${say('datum')}</th><th scope="col">${say('value')}</th><th scope="col">${say('usual')}</th><th scope="col" colspan="2">${say('effect')}</th></tr></thead>
            <tbody>${detail.effects.map((effect) => this.#effect(effect, all, largest))}
                ${Math.abs(detail.otherData) < 0.01 ? nothing : this.#effect({ label: say('otherData'), value: '', effect: detail.otherData, actionable: false }, all, largest)}
            </tbody></table></div><p class="small">${say('effectHelp')}</p></section>`;
    }

    #effect(effect: StudentEffect, all: number, largest: number): TemplateResult {
        const share = Math.abs(effect.effect) / all;
        const raises = effect.effect > 0;
        const strength = say(share >= strongShare ? 'strong' : share >= clearShare ? 'clear' : 'weak');
        return html`<tr><th scope="row">${effect.label}</th><td>${effect.value}</td><td>${effect.median ?? ''}</td>
            <td>${say(raises ? 'raises' : 'lowers', { strength })} <span class="small">(${raises ? '+' : '−'}${number(Math.abs(effect.effect), 2)})</span></td>
            <td>${bar(effect.effect / largest)}</td></tr>`;
    }

    #earlier(detail: StudentDetail): TemplateResult | typeof nothing {
        return detail.earlier.length === 0 ? nothing : html`<section class="card"><h2>${say('earlierReports')}</h2>
            <ul>${detail.earlier.map((one) => html`<li>${date(one.at)} · ${one.file}: ${frequency(one.score)}</li>`)}</ul></section>`;
    }
}

/** A bar to the right of the middle for what raises the risk, to the left for what lowers it; the text beside it says the same. */
function bar(share: number): TemplateResult {
    const width = Math.max(1, Math.abs(share) * 50);
    return html`<svg class="bar ${share > 0 ? 'raises' : ''}" viewBox="0 0 100 12" width="120" height="14" aria-hidden="true">
        ${svg`<rect x=${share > 0 ? 50 : 50 - width} y="1" width=${width} height="10"></rect><path d="M50 0v12"></path>`}</svg>`;
}
