import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ApiError } from '../api.js';
import type { Session } from '../session.js';
import { bytes, say } from '../words.js';

/** What each section is made of: light DOM for one stylesheet, and the states that every call can end in. */
export abstract class Screen extends LitElement {
    @property({ attribute: false }) session!: Session;
    @property({ attribute: false }) query = new URLSearchParams();
    @state() protected failure: unknown = null;
    @state() protected isLoading = false;
    @state() private isSlow = false;
    @state() private wait = 0;
    #stop = new AbortController();
    #timers: ReturnType<typeof setTimeout>[] = [];
    #last: (() => Promise<void>) | null = null;
    #interrupted: (() => Promise<void>) | null = null;

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    protected get ies(): string {
        return encodeURIComponent(this.session.institution?.code ?? '');
    }

    protected get signal(): AbortSignal {
        return this.#stop.signal;
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.#stop = new AbortController();
    }

    /** Not when connected: an element whose code came later has its properties only by now. */
    protected override firstUpdated(): void {
        void this.run(() => this.load());
    }

    /** What an ended session interrupted goes on once the same person is back. */
    protected override updated(): void {
        const work = this.#interrupted;
        if (work !== null && this.session.me !== null) {
            this.#interrupted = null;
            void this.run(work);
        }
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#stop.abort();
        this.#timers.forEach(clearTimeout);
    }

    /** Fetches what the section shows. */
    protected abstract load(): Promise<void>;

    /** Runs a call and shows how it ended; a later call of the same section takes its place. */
    protected async run(work: () => Promise<void>): Promise<void> {
        this.#last = work;
        this.failure = null;
        this.isLoading = true;
        this.ariaBusy = 'true';
        this.isSlow = false;
        const slow = setTimeout(() => { this.isSlow = true; }, 200);
        try {
            await work();
        } catch (failure) {
            this.#fail(failure, work);
        } finally {
            clearTimeout(slow);
            this.isLoading = this.#last === work ? false : this.isLoading;
            this.ariaBusy = this.isLoading ? 'true' : null;
        }
    }

    /** Puts the focus on what is shown next, in the place of a button that goes. */
    protected async focusOn(selector: string): Promise<void> {
        await this.updateComplete;
        this.querySelector<HTMLElement>(selector)?.focus();
    }

    protected later(milliseconds: number, work: () => void): void {
        this.#timers.push(setTimeout(work, milliseconds));
    }

    /** The skeleton, or the failure with what can be done about it; nothing when all went well. */
    protected status(): TemplateResult | typeof nothing {
        if (this.isLoading) {
            return this.isSlow ? html`<div class="skeleton" role="status"><span class="visually-hidden">${say('loading')}</span><i></i><i></i><i></i></div>` : nothing;
        }

        return this.failure === null ? nothing : html`<div class="notice bad" role="alert">
            <p>${this.messageOf(this.failure)}</p>
            ${this.failure instanceof ApiError && this.failure.traceId !== null ? html`<p class="small">${say('trace', { id: this.failure.traceId })}</p>` : nothing}
            <button type="button" @click=${() => this.run(this.#last ?? (() => this.load()))}>${say('retry')}</button>
        </div>`;
    }

    protected messageOf(failure: unknown): string {
        if (!(failure instanceof ApiError)) {
            return say('failed');
        }

        switch (failure.status) {
            case 0: return say('offline');
            case 403: return say('forbidden');
            case 409: return failure.message || say('conflict');
            case 413: return failure.message || say('tooLarge', { limit: bytes(this.session.config.maxUploadBytes) });
            case 429: return say('tooMany', { seconds: this.wait });
            default: return failure.message === '' ? say('failed') : say('said', { detail: failure.message });
        }
    }

    #fail(failure: unknown, work: () => Promise<void>): void {
        if (failure instanceof DOMException && failure.name === 'AbortError') {
            return;
        }

        if (failure instanceof ApiError && failure.status === 401) {
            this.#interrupted = work;
            this.session.end('expired');
            return;
        }

        // What a newer call shows stands.
        if (this.#last !== work) {
            return;
        }

        this.failure = failure;
        if (failure instanceof ApiError && failure.status === 429) {
            this.#countDown(failure.retryAfterSeconds ?? 10, work, failure);
        }
    }

    #countDown(seconds: number, work: () => Promise<void>, failure: ApiError): void {
        this.wait = seconds;
        this.later(1000, () => {
            if (this.failure !== failure) {
                return;
            }

            if (seconds > 1) {
                this.#countDown(seconds - 1, work, failure);
            } else {
                void this.run(work);
            }
        });
    }
}
