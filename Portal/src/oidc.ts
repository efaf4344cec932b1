import { InMemoryWebStorage, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import { authorizeWith } from './api.js';
import type { PortalConfig } from './types.js';

let manager: UserManager | null = null;

function managerOf(config: PortalConfig): UserManager {
    if (config.oidc === undefined) {
        throw new Error('The server did not name its issuer.');
    }

    // The tokens stay in memory; only the state of the redirect outlives the page, for its one use.
    manager ??= new UserManager({
        authority: config.oidc.authority,
        client_id: config.oidc.clientId,
        scope: config.oidc.scope,
        redirect_uri: `${location.origin}/pagina/`,
        response_type: 'code',
        userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
        stateStore: new WebStorageStateStore({ store: sessionStorage }),
    });
    return manager;
}

/** @param isAsked Whether the issuer asks for the password also where it still knows the browser. */
export async function startSignIn(config: PortalConfig, isAsked: boolean): Promise<void> {
    await managerOf(config).signinRedirect({ state: location.pathname + location.search, ...(isAsked ? { prompt: 'login' } : {}) });
}

/** Takes the issuer's answer out of the address; false when there is none.
 *  @throws When the issuer let nobody in, or the answer is not to a question of this tab. */
export async function finishSignIn(config: PortalConfig): Promise<boolean> {
    const answer = new URLSearchParams(location.search);
    if (!answer.has('state') || !(answer.has('code') || answer.has('error'))) {
        return false;
    }

    // Out of the address first: whatever comes of it, it is good for one use.
    const { href } = location;
    history.replaceState(null, '', '/pagina/');
    const user = await managerOf(config).signinRedirectCallback(href);
    const back = typeof user.state === 'string' && user.state.startsWith('/pagina/') ? user.state : '/pagina/';
    history.replaceState(null, '', back);
    authorizeWith(async () => bearerOf(await managerOf(config).getUser()));
    return true;
}

/** Forgets the tokens. */
export async function forget(): Promise<void> {
    await manager?.removeUser();
}

function bearerOf(user: User | null): Record<string, string> {
    return user === null ? {} : { Authorization: `Bearer ${user.access_token}` };
}
