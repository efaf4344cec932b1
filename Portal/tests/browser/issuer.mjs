import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { start } from '../app.mjs';
import { audience, clientId, startIssuer } from '../issuer.mjs';
import { assertAccessible, call, csv, header, newPage, open, students } from './world.mjs';

const noKeys = Object.fromEntries(['univalle__0', 'univalle__1', 'univalle__2', 'vacia__0'].map((name) => [`Auth__Keys__${name}`, undefined]));
const longAgo = Math.floor(Date.now() / 1000) - 3600;

describe('with the accounts of an issuer', () => {
    let issuer;
    let app;
    let page;

    before(async () => {
        issuer = await startIssuer();
        app = await start({
            ...noKeys, Auth__Mode: 'Oidc', Auth__Authority: issuer.url, Auth__Audience: audience, Auth__InstitutionClaim: 'u_prefix', Auth__RoleClaim: 'roles',
            Auth__PageClientId: clientId,
        });
    }, { timeout: 120_000 });
    after(async () => {
        await app?.stop();
        issuer?.stop();
    });
    beforeEach(async () => {
        Object.assign(issuer, { claims: {}, denies: null, isForged: false, prompts: [], exchanges: 0 });
        await page?.context().close();
        page = await newPage(app);
    });

    const enter = () => page.getByRole('button', { name: 'Entrar con la cuenta de la universidad' }).click();
    const again = () => page.getByRole('link', { name: 'Entrar de nuevo en otra ventana' });
    const go = (path = '') => page.goto(`${app.address}/pagina/${path}`);

    test('a counsellor comes back to the section that was asked for, and sees the institution of the claim', async () => {
        await go('modelo?x=1');
        await page.getByRole('button', { name: 'Entrar con la cuenta de la universidad' }).waitFor();
        await assertAccessible(page);
        await enter();
        await page.getByRole('heading', { level: 1, name: 'Modelo' }).waitFor();
        await page.getByText('Universidad del Valle').first().waitFor();
        assert.equal(page.url(), `${app.address}/pagina/modelo?x=1`);
        assert.equal(issuer.exchanges, 1);
        assert.deepEqual(issuer.prompts, [null]);
        await open('Cuenta', page);
        await page.getByText('Entró como consejera-7. Rol: consejería.').waitFor();
        assert.equal(await page.getByRole('navigation').getByRole('link', { name: 'Subir' }).count(), 0);
        const kept = await page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), document.cookie]));
        assert.doesNotMatch(kept, /eyJ/);
    });

    test('a token that is not right in every part is refused in words, and the next one opens', async () => {
        for (const wrong of [{ claims: { aud: 'otra' } }, { claims: { iat: longAgo, exp: longAgo + 600 } }, { claims: { iss: 'https://otro.example' } }, { isForged: true }]) {
            Object.assign(issuer, { claims: {}, isForged: false, ...wrong });
            await go();
            await enter();
            await page.getByRole('alert').getByText('este servidor no la acepta').waitFor();
            assert.equal(page.url(), `${app.address}/pagina/`);
        }

        await assertAccessible(page);
        issuer.isForged = false;
        await enter();
        await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
    });

    test('an account that may act for no institution is told so', async () => {
        issuer.claims = { u_prefix: [] };
        await go();
        await enter();
        await page.getByRole('alert').getByText('no abre ninguna institución').waitFor();
        await assertAccessible(page);
    });

    test('an issuer that lets nobody in, does not answer, or answers another question is said in words', async () => {
        issuer.denies = 'access_denied';
        await go();
        await enter();
        const failed = page.getByRole('alert').getByText('No se pudo entrar con la cuenta de la universidad');
        await failed.waitFor();
        assert.equal(page.url(), `${app.address}/pagina/`);
        await go('?code=robado&state=desconocido');
        await failed.waitFor();
        assert.equal(page.url(), `${app.address}/pagina/`);
        await go();
        await page.route(`${issuer.url}/.well-known/**`, (route) => route.abort());
        await enter();
        await failed.waitFor();
        await assertAccessible(page);
        assert.equal(issuer.exchanges, 0);
    });

    test('who signs out is forgotten, and asked for the password the next time', async () => {
        await go();
        await enter();
        await page.getByRole('navigation').waitFor();
        await page.getByRole('button', { name: 'Salir' }).click();
        await page.getByRole('button', { name: 'Entrar con la cuenta de la universidad' }).waitFor();
        assert.equal(await page.getByText('Universidad del Valle').count(), 0);
        assert.deepEqual(await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)]), []);
        await enter();
        await page.getByRole('navigation').waitFor();
        assert.deepEqual(issuer.prompts, [null, 'login']);
        await page.reload();
        await page.getByRole('button', { name: 'Entrar con la cuenta de la universidad' }).waitFor();
    });

    const expire = (path) => page.route(path, (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' }));
    const typed = () => page.getByLabel('Buscar código');

    /** Opens a list of calls and types a code; the token ends with the last letter. */
    async function typeUntilExpired(file) {
        issuer.claims = { roles: ['administracion'] };
        await go();
        await enter();
        await page.getByRole('navigation').waitFor();
        await call(csv(file, header, ...students(10)), page);
        await expire('**/api/students/**');
        await typed().fill('EST1003');
        await page.getByText('La sesión terminó. Entre de nuevo').waitFor();
        await page.unroute('**/api/students/**');
    }

    test('a token that ends while typing loses nothing: the way to the issuer is a window beside the page', async () => {
        await typeUntilExpired('vence.csv');
        await assertAccessible(page);
        const { href } = new URL(page.url());
        issuer.denies = 'access_denied';
        await again().click();
        await page.getByRole('alert').getByText('No se pudo entrar con la cuenta de la universidad').waitFor();
        issuer.denies = null;
        await again().click();
        await page.getByRole('navigation').waitFor();
        await page.getByText('Mostrando 1 de').waitFor();
        assert.deepEqual([await typed().inputValue(), page.url(), issuer.exchanges], ['EST1003', href, 2]);
        await page.getByRole('button', { name: 'Salir' }).click();
        await page.getByRole('button', { name: 'Entrar con la cuenta de la universidad' }).waitFor();
        assert.equal(await typed().count(), 0);
        assert.deepEqual(await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)]), []);
    });

    test('another person who signs in beside the page finds nothing of what was typed', async () => {
        await typeUntilExpired('ajena.csv');
        issuer.claims = { roles: ['administracion'], sub: 'otra-persona' };
        await again().click();
        await page.getByRole('navigation').waitFor();
        assert.equal(await typed().inputValue(), '');
    });

    test('a browser that blocks pop-ups keeps what was typed, also where the first window was closed', async () => {
        await page.addInitScript(() => { globalThis.isBlocked = globalThis.open('about:blank') === null; });
        await typeUntilExpired('bloquea.csv');
        assert.equal(await page.evaluate(() => globalThis.isBlocked), true, 'This browser blocks no pop-ups.');
        await page.context().route(`${issuer.url}/authorize**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Contraseña</title>' }));
        const opened = page.context().waitForEvent('page');
        await again().click();
        await (await opened).close();
        await page.getByText('Si la cerró o no la ve, pulse otra vez').waitFor();
        await assertAccessible(page);
        await page.context().unroute(`${issuer.url}/authorize**`);
        await again().click();
        await page.getByText('Mostrando 1 de').waitFor();
        assert.equal(await typed().inputValue(), 'EST1003');
    });

    test('several calls that find the session ended leave one way back in', async () => {
        issuer.claims = { roles: ['administracion'] };
        await go();
        await enter();
        await page.getByRole('navigation').waitFor();
        await expire('**/api/preferences/**');
        await page.route('**/api/recipients/**', async (route) => {
            await again().waitFor();
            await route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' });
        });
        const late = page.waitForResponse('**/api/recipients/**');
        await open('Cuenta', page);
        await late;
        await page.unrouteAll();
        await again().click();
        await page.getByText('Quién recibe los correos').waitFor();
        await page.getByText('Nadie recibe').or(page.getByText('bienestar@univalle.example')).waitFor();
    });
});
