import { OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import { authorizeWith } from './api.js';
import type { PortalConfig } from './types.js';

/** Marks the way to the issuer and back as that of a window beside the page. */
const beside = 'beside';
/** Carries the issuer's answer from that window to the page: the policy of openers cuts every other way between them. */
const channelName = 'antivirus-sign-in';
const statePrefix = 'oidc.';

let client: OidcClient | null = null;
let waiting: BroadcastChannel | null = null;

/** The issuer's answer, wherever it comes back. */
export type Answer = 'none' | 'signedIn' | 'elsewhere';

function clientOf(config: PortalConfig): OidcClient {
    if (config.oidc === undefined) {
        throw new Error('The server did not name its issuer.');
    }

    // The token stays in memory; only the state of the way to the issuer outlives the page, for its one use.
    client ??= new OidcClient({
        authority: config.oidc.authority,
        client_id: config.oidc.clientId,
        scope: config.oidc.scope,
        redirect_uri: `${location.origin}/pagina/`,
        response_type: 'code',
        stateStore: new WebStorageStateStore({ prefix: statePrefix, store: sessionStorage }),
    });
    return client;
}

/** @param isAsked Whether the issuer asks for the password also where it still knows the browser. */
async function addressOf(config: PortalConfig, isAsked: boolean, mark?: string): Promise<string> {
    const request = await clientOf(config).createSigninRequest({
        state: location.pathname + location.search,
        ...(mark === undefined ? {} : { url_state: mark }),
        ...(isAsked ? { prompt: 'login' } : {}),
    });
    return request.url;
}

/** Leaves the page for the issuer, and what was typed with it. */
export async function startSignIn(config: PortalConfig, isAsked: boolean): Promise<void> {
    location.assign(await addressOf(config, isAsked));
}

/** A way to the issuer for a window beside the page, which stays as it is. It is for a link: what a person clicks is no pop-up, so that
 *  no browser blocks it.
 *  @returns The way, good for one answer, and what settles when a window brings it: never, where the person closes that window. */
export async function openBeside(config: PortalConfig, isAsked: boolean): Promise<{ address: string; answered: Promise<void> }> {
    const address = await addressOf(config, isAsked, beside);
    const state = new URL(address).searchParams.get('state');
    waiting?.close();
    const channel = new BroadcastChannel(channelName);
    waiting = channel;
    const answered = new Promise<void>((resolve, reject) => {
        channel.onmessage = (message: MessageEvent<unknown>) => {
            // Another tab may wait for an answer of its own.
            if (typeof message.data === 'string' && new URL(message.data).searchParams.get('state') === state) {
                channel.close();
                take(config, message.data).then(() => { resolve(); }, reject);
            }
        };
    });
    return { address, answered };
}

/** Takes the issuer's answer out of the address, or hands it to the page that waits for it.
 *  @throws When the issuer let nobody in, or the answer is not to a question of this tab. */
export async function finishSignIn(config: PortalConfig): Promise<Answer> {
    const answer = new URLSearchParams(location.search);
    const state = answer.get('state');
    if (state === null || !(answer.has('code') || answer.has('error'))) {
        return 'none';
    }

    // Out of the address first: whatever comes of it, it is good for one use.
    const { href } = location;
    history.replaceState(null, '', '/pagina/');
    if (state.endsWith(`;${beside}`)) {
        const channel = new BroadcastChannel(channelName);
        channel.postMessage(href);
        channel.close();
        window.close();
        return 'elsewhere';
    }

    const back = await take(config, href);
    history.replaceState(null, '', back.startsWith('/pagina/') ? back : '/pagina/');
    return 'signedIn';
}

/** Exchanges the answer for a token.
 *  @returns The place that the person came from. */
async function take(config: PortalConfig, href: string): Promise<string> {
    const { access_token: token, userState } = await clientOf(config).processSigninResponse(href);
    authorizeWith(() => Promise.resolve({ Authorization: `Bearer ${token}` }));
    return typeof userState === 'string' ? userState : '';
}

/** Forgets ways to the issuer that nobody came back from. */
export function forget(): void {
    waiting?.close();
    Object.keys(sessionStorage).filter((name) => name.startsWith(statePrefix)).forEach((name) => { sessionStorage.removeItem(name); });
}
