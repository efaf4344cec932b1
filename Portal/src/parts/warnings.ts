import { html, nothing, type TemplateResult } from 'lit';
import type { Run } from '../types.js';

/** What speaks for care with a report: a cohort unlike the training rows, and words that are new to the model. */
export const warnings = (run: Run | undefined): TemplateResult | typeof nothing =>
    run === undefined || run.warnings.length === 0 ? nothing : html`<ul class="warnings">${run.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`;
