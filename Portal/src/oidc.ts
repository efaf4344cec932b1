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

export async function startSignIn(config: PortalConfig): Promise<void> {
    await managerOf(config).signinRedirect({ state: location.pathname + location.search });
}

/** Takes the issuer's answer out of the address; false when there is none. */
export async function finishSignIn(config: PortalConfig): Promise<boolean> {
    const answer = new URLSearchParams(location.search);
    if (!answer.has('code') || !answer.has('state')) {
        return false;
    }

    const user = await managerOf(config).signinRedirectCallback();
    const back = typeof user.state === 'string' && user.state.startsWith('/pagina/') ? user.state : '/pagina/';
    history.replaceState(null, '', back);
    authorizeWith(async () => bearerOf(await managerOf(config).getUser()));
    return true;
}

function bearerOf(user: User | null): Record<string, string> {
    return user === null ? {} : { Authorization: `Bearer ${user.access_token}` };
}
