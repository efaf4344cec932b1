import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, getJson, sendJson } from '../api.js';
import type { ChosenPreferences, Preferences as PreferencesAnswer } from '../types.js';
import { say, type Phrase } from '../words.js';
import { Screen } from './screen.js';

const languages: Record<string, Phrase> = { Spanish: 'spanish', English: 'english' };
const attachments: Record<string, Phrase> = { Csv: 'attachCsv', Xlsx: 'attachXlsx', None: 'attachNone' };

/** How the institution's reports and emails are written: what the settings say, and what was chosen over it. */
@customElement('av-preferences')
export class Preferences extends Screen {
    @state() private answer: PreferencesAnswer | null = null;
    @state() private chosen: ChosenPreferences = {};
    @state() private conflict: ChosenPreferences | null = null;
    @state() private done = '';

    protected override async load(): Promise<void> {
        this.answer = await getJson<PreferencesAnswer>(`/api/preferences/${this.ies}`, this.signal);
        this.chosen = { ...this.answer.chosen };
        this.conflict = null;
    }

    override render(): TemplateResult {
        return html`<section class="card"><h2>${say('preferences')}</h2>${this.status()}
            ${this.answer === null ? nothing : this.#form(this.answer)}<p role="status">${this.done}</p></section>`;
    }

    #form({ configured }: PreferencesAnswer): TemplateResult {
        const zones = Intl.supportedValuesOf('timeZone');
        const saved = this.chosen.timeZone;
        const known = saved === undefined || zones.includes(saved) ? zones : [saved, ...zones];
        return html`<p class="small">${say('preferencesHelp')}</p>
            <form @submit=${(event: SubmitEvent) => { event.preventDefault(); void this.run(() => this.#save()); }}>
            ${this.#select('language', say('reportLanguage'), Object.keys(languages), configured.language, (value) => this.#word(languages, value))}
            ${this.#select('timeZone', say('timeZone'), known, configured.timeZone, (value) => value)}
            ${this.#select('attachment', say('attachment'), Object.keys(attachments), configured.attachment, (value) => this.#word(attachments, value))}
            ${this.conflict === null ? nothing : this.#conflict(this.conflict)}
            <p><button class="primary" ?disabled=${this.isLoading}>${say('save')}</button></p></form>`;
    }

    #select(field: keyof ChosenPreferences, label: string, values: string[], configured: string, wordOf: (value: string) => string): TemplateResult {
        return html`<label>${label} <select id="preference-${field}" @change=${(event: Event) => { this.#choose(field, (event.target as HTMLSelectElement).value); }}>
            <option value="" ?selected=${this.chosen[field] === undefined}>${say('asConfigured', { value: wordOf(configured) })}</option>
            ${values.map((value) => html`<option value=${value} ?selected=${value === this.chosen[field]}>${wordOf(value)}</option>`)}</select></label>`;
    }

    /** Both versions: what the other person saved stands here, one's own in the form. */
    #conflict(theirs: ChosenPreferences): TemplateResult {
        const parts = [this.#word(languages, theirs.language), theirs.timeZone, this.#word(attachments, theirs.attachment)];
        return html`<div class="notice warn" role="alert"><p>${say('preferencesConflict', { theirs: parts.filter(Boolean).join(' · ') || say('allAsConfigured') })}</p></div>`;
    }

    #word(words: Record<string, Phrase>, value: string | undefined): string {
        const phrase = words[value ?? ''];
        return phrase === undefined ? value ?? '' : say(phrase);
    }

    #choose(field: keyof ChosenPreferences, value: string): void {
        const others = Object.fromEntries(Object.entries(this.chosen).filter(([name]) => name !== field));
        this.chosen = value === '' ? others : { ...others, [field]: value };
        this.done = '';
    }

    async #save(): Promise<void> {
        this.done = '';
        const path = `/api/preferences/${this.ies}`;
        try {
            this.answer = await sendJson<PreferencesAnswer>('PUT', path, { ...this.chosen, version: this.answer?.version }, this.signal);
        } catch (failure) {
            if (!(failure instanceof ApiError && failure.status === 409)) {
                throw failure;
            }

            this.answer = await getJson<PreferencesAnswer>(path, this.signal);
            this.conflict = this.answer.chosen;
            return;
        }

        this.conflict = null;
        this.session.moveTo(this.answer.inForce.timeZone);
        this.done = say('preferencesSaved');
    }
}
