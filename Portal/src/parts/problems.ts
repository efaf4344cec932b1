import { html, type TemplateResult } from 'lit';
import type { Problem } from '../types.js';
import { say } from '../words.js';

export function problemTable(problems: Problem[]): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${say('firstProblems')}><table>
        <thead><tr><th scope="col">${say('line')}</th><th scope="col">${say('column')}</th><th scope="col">${say('found')}</th><th scope="col">${say('expected')}</th></tr></thead>
        <tbody>${problems.map((problem) => html`<tr><td>${problem.line === 0 ? '' : problem.line}</td><td>${problem.column ?? ''}</td><td>${problem.found}</td><td>${problem.expected}</td></tr>`)}</tbody>
    </table></div>`;
}
