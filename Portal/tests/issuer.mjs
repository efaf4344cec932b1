// A small OpenID Connect issuer on loopback: discovery, authorization code with PKCE, and tokens signed with RS256.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

export const audience = 'antivirus-pruebas';
export const clientId = 'antivirus-pagina';

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

/**
 * Starts an issuer that lets everyone in as one counsellor of univalle.
 * `claims` stand over those of its access tokens, `denies` answers with this error instead; `prompts` are what the page asked of it.
 */
export async function startIssuer() {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const issuer = { claims: {}, denies: null, isForged: false, prompts: [], exchanges: 0, codes: new Map() };
    const server = createServer((request, response) => {
        const body = [];
        request.on('data', (part) => body.push(part)).on('end', () => {
            response.setHeader('Access-Control-Allow-Origin', '*');
            answer(issuer, keys, new URL(request.url, issuer.url), Buffer.concat(body).toString(), response);
        });
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer.url = `http://127.0.0.1:${server.address().port}`;
    issuer.stop = () => { server.closeAllConnections(); server.close(); };
    return issuer;
}

function answer(issuer, keys, address, body, response) {
    const routes = {
        '/.well-known/openid-configuration': () => send(response, 200, {
            issuer: issuer.url, authorization_endpoint: `${issuer.url}/authorize`, token_endpoint: `${issuer.url}/token`, jwks_uri: `${issuer.url}/keys`,
        }),
        '/keys': () => send(response, 200, { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] }),
        '/authorize': () => authorize(issuer, address.searchParams, response),
        '/token': () => exchange(issuer, keys, new URLSearchParams(body), response),
    };
    (routes[address.pathname] ?? (() => send(response, 404, {})))();
}

function send(response, status, json) {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
}

/** Sends the browser back with a code, or with the reason why not. */
function authorize(issuer, asked, response) {
    issuer.prompts.push(asked.get('prompt'));
    const isRight = asked.get('client_id') === clientId && asked.get('response_type') === 'code' && asked.get('scope').split(' ').includes('openid')
        && asked.get('code_challenge_method') === 'S256' && asked.get('redirect_uri').endsWith('/pagina/');
    const back = new URL(asked.get('redirect_uri'));
    back.searchParams.set('state', asked.get('state'));
    if (issuer.denies !== null || !isRight) {
        back.searchParams.set('error', issuer.denies ?? 'invalid_request');
    } else {
        const code = randomUUID();
        issuer.codes.set(code, { challenge: asked.get('code_challenge'), redirectUri: asked.get('redirect_uri'), nonce: asked.get('nonce') });
        back.searchParams.set('code', code);
    }

    response.writeHead(302, { Location: back.href }).end();
}

/** A code is good once, and only for who knows the secret behind its challenge. */
function exchange(issuer, keys, form, response) {
    const asked = issuer.codes.get(form.get('code'));
    issuer.codes.delete(form.get('code'));
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (asked?.challenge !== challenge || asked.redirectUri !== form.get('redirect_uri') || form.get('client_id') !== clientId) {
        send(response, 400, { error: 'invalid_grant' });
        return;
    }

    issuer.exchanges++;
    const times = { iss: issuer.url, sub: 'consejera-7', iat: seconds(), exp: seconds() + 600 };
    const access = { ...times, aud: audience, u_prefix: ['univalle'], roles: ['consejeria'], ...issuer.claims };
    const signer = issuer.isForged ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : keys;
    issuer.lastToken = token(signer, access);
    send(response, 200, {
        access_token: issuer.lastToken, token_type: 'Bearer', expires_in: 600,
        id_token: token(keys, { ...times, aud: clientId, ...(asked.nonce === null ? {} : { nonce: asked.nonce }) }),
    });
}

function token({ privateKey }, claims) {
    const signed = `${base64url({ alg: 'RS256', typ: 'JWT', kid: 'k' })}.${base64url(claims)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
}
