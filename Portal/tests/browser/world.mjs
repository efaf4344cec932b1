// What the tests of the page share: one app, a fresh page for each test, files to upload, and the ways through the page.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, beforeEach } from 'node:test';
import { key, start } from '../app.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const columns = 'age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup,Paid,Activities,Higher,Internet,Romantic';
export const header = `id,${columns}`;
export const headerWithoutId = `código año,documento 1,${columns}`;
export const row = (id, goout) => `${id},17,1,1,3,5,${goout},3,4,${goout * 4},0,0,1,0,1,0,1,1,0`;
export const students = (count) => Array.from({ length: count }, (_, index) => row(`EST${1000 + index}`, 1 + index % 5));
export const csv = (name, ...lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n') + '\n') });

export let app;
export let page;

before(async () => { app = await start(); }, { timeout: 120_000 });
after(async () => { await app?.stop(); });
beforeEach(async () => {
    await page?.context().close();
    page = await newPage();
});

/** A page of its own: another tab, another person. */
export async function newPage(of = app) {
    const context = await of.browser.newContext({ locale: 'es-CO', timezoneId: 'America/Bogota', viewport: { width: 1200, height: 900 } });
    const opened = await context.newPage();
    // Far above what any step takes: it ends a test that hangs, on a machine that also does other things.
    opened.setDefaultTimeout(120_000);
    return opened;
}

export async function signIn(as = key, on = page, path = '') {
    await on.goto(`${app.address}/pagina/${path}`);
    await on.getByLabel('Clave de su institución').fill(as);
    await on.getByRole('button', { name: 'Entrar' }).click();
    await on.getByRole('navigation').waitFor();
}

export const open = (section, on = page) => on.getByRole('navigation').getByRole('link', { name: section, exact: true }).click();

/** Uploads a file and waits for its report. */
export async function send(file, on = page) {
    await open('Subir', on);
    await on.locator('#file').setInputFiles(file);
    await on.getByRole('button', { name: 'Enviar' }).click();
    await on.getByRole('link', { name: 'Ver a quién llamar' }).waitFor();
}

/** Uploads a file and opens its list of calls. */
export async function call(file, on = page) {
    await send(file, on);
    await on.getByRole('link', { name: 'Ver a quién llamar' }).click();
    await on.locator('table.calls').waitFor();
}

export async function assertAccessible(on = page) {
    // Evaluated in the tools' own world: the page's policy lets no other script in. Once for each load of the page: it is large.
    if (!await on.evaluate(() => 'axe' in globalThis)) {
        await on.evaluate(axe);
    }

    const { violations } = await on.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`), []);
}

/** Waits until no section loads anything any more. */
export const settled = (on = page) => on.waitForFunction(() => document.querySelector('main h1') !== null && document.querySelector('main [aria-busy=true]') === null);

export async function assertNoOverflow(where) {
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, where);
}

/** Answers a call of the page in the server's place; none at all when null, as without a network. */
export const answer = (path, reply) => page.route(path, (route) => reply === null ? route.abort() : route.fulfill({ contentType: 'application/problem+json', ...reply }));

/** The text of the email about a file; waits until it is there. */
export async function emailAbout(file) {
    for (let attempt = 0; attempt < 300; attempt++) {
        for (const name of await readdir(app.mailFolder).catch(() => [])) {
            const text = name.endsWith('.eml') ? await readFile(join(app.mailFolder, name), 'utf8') : '';
            if (text.includes(`reporte_${file}`)) {
                return text;
            }
        }

        await new Promise((resolve) => setTimeout(resolve, 100));
    }

    throw new Error(`No email about ${file} came.`);
}
