import { ApiError, authorizeWith, getJson } from './api.js';
import type { Institution, Me, PortalConfig } from './types.js';
import { setTimeZone } from './words.js';

const keyName = 'antivirus-key';
const institutionName = 'antivirus-institution';
const idleMilliseconds = 15 * 60 * 1000;

export type Section = 'home' | 'upload' | 'files' | 'calls' | 'results' | 'model' | 'account';

type Role = Institution['roles'][number];

/** Who sees which section; the server refuses all else anyway. */
const visible: Partial<Record<Section, readonly Role[]>> = {
    upload: ['registro'],
    calls: ['consejeria'],
};

/** Who is signed in, and for which institution. */
export class Session {
    me: Me | null = null;
    institution: Institution | null = null;
    /** Why nobody is signed in: a key that expired or a session without use leaves what was typed in its place; the issuer let nobody
     *  in; the server refused the issuer's token. */
    ended: 'never' | 'left' | 'idle' | 'expired' | 'failed' | 'refused' = 'never';
    /** This window was only for signing in: the page beside it has the answer. */
    isElsewhere = false;
    /** How many people in turn: another one must not find what the last one typed. */
    people = 0;
    #lastName = '';
    #idle: ReturnType<typeof setTimeout> | undefined;

    constructor(readonly config: PortalConfig, private readonly changed: () => void) {
        for (const event of ['pointerdown', 'keydown']) {
            document.addEventListener(event, () => { this.#restartIdle(); }, { passive: true });
        }
    }

    /** Continues the session of this tab, if there is one. */
    async resume(): Promise<void> {
        if (this.config.mode === 'Open') {
            await this.#enter();
        } else if (this.config.mode === 'Oidc') {
            await this.#resumeWithOidc();
        } else if (sessionStorage.getItem(keyName) !== null) {
            await this.signInWithKey(sessionStorage.getItem(keyName) ?? '');
        }
    }

    /** @throws ApiError when the key opens nothing. */
    async signInWithKey(key: string): Promise<void> {
        authorizeWith(() => Promise.resolve({ 'x-api-key': key }));
        await this.#enter();
        sessionStorage.setItem(keyName, key);
    }

    /** Leaves the page for the issuer, and what was typed with it. */
    async signInWithOidc(): Promise<void> {
        const { startSignIn } = await import('./oidc.js');
        // Who left, or was away, is not let in again by a browser that the issuer still knows.
        await startSignIn(this.config, this.ended === 'left' || this.ended === 'idle');
    }

    /** Signs in by a window beside the page, which keeps what was typed.
     *  @returns The address for that window, and what settles when it brings an answer. */
    async signInBeside(): Promise<{ address: string; answered: Promise<void> }> {
        const { openBeside } = await import('./oidc.js');
        const { address, answered } = await openBeside(this.config, this.ended === 'idle');
        return { address, answered: answered.then(() => this.#enter()) };
    }

    /** Whether the signed-in person has the role at the institution; the administrator has all. */
    is(...roles: Role[]): boolean {
        return this.institution?.roles.some((role) => role === 'administracion' || roles.includes(role)) ?? false;
    }

    sees(section: Section): boolean {
        const roles = visible[section];
        return roles === undefined || this.is(...roles);
    }

    choose(code: string): void {
        this.institution = this.me?.institutions.find((one) => one.code === code) ?? this.institution;
        sessionStorage.setItem(institutionName, code);
        setTimeZone(this.institution?.timeZone ?? 'UTC');
        this.changed();
    }

    /** The zone that the institution's times are shown in, once it was chosen anew. */
    moveTo(timeZone: string): void {
        if (this.institution !== null) {
            this.institution.timeZone = timeZone;
            setTimeZone(timeZone);
            this.changed();
        }
    }

    end(why: 'left' | 'idle' | 'expired' | 'refused'): void {
        // Several calls in flight may each find that the session has ended; the way back in that the first one opened stays good.
        if (this.me === null && why !== 'refused') {
            return;
        }

        sessionStorage.removeItem(keyName);
        sessionStorage.removeItem(institutionName);
        authorizeWith(() => Promise.resolve({}));
        if (this.config.mode === 'Oidc') {
            void import('./oidc.js').then(({ forget }) => { forget(); });
        }

        clearTimeout(this.#idle);
        this.me = null;
        this.institution = why === 'left' ? null : this.institution;
        this.ended = why;
        this.changed();
    }

    async #resumeWithOidc(): Promise<void> {
        const { finishSignIn } = await import('./oidc.js');
        const answer = await finishSignIn(this.config).catch(() => null);
        this.isElsewhere = answer === 'elsewhere';
        if (answer === null) {
            this.ended = 'failed';
            this.changed();
        }

        if (answer !== 'signedIn') {
            return;
        }

        try {
            await this.#enter();
        } catch (failure) {
            if (!(failure instanceof ApiError && failure.status === 401)) {
                throw failure;
            }

            this.end('refused');
        }
    }

    async #enter(): Promise<void> {
        const me = await getJson<Me>('/api/me');
        if (me.name !== this.#lastName) {
            this.people++;
        }

        this.#lastName = me.name;
        this.me = me;
        // The one that was chosen in this tab, or else that of the address, as the demo prints it.
        const wanted = this.institution?.code ?? sessionStorage.getItem(institutionName) ?? new URLSearchParams(location.search).get('ies');
        this.institution = this.me.institutions.find((one) => one.code === wanted) ?? this.me.institutions[0] ?? null;
        setTimeZone(this.institution?.timeZone ?? 'UTC');
        this.ended = 'never';
        this.#restartIdle();
        this.changed();
    }

    #restartIdle(): void {
        clearTimeout(this.#idle);
        if (this.me !== null && this.config.mode !== 'Open') {
            this.#idle = setTimeout(() => { this.end('idle'); }, idleMilliseconds);
        }
    }
}
