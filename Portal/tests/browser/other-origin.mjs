import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { key, start } from '../app.mjs';
import { header, row } from './world.mjs';

const noKeys = Object.fromEntries(['univalle__0', 'univalle__1', 'univalle__2', 'vacia__0'].map((name) => [`Auth__Keys__${name}`, undefined]));

test('a page of another origin reads and writes nothing, with keys and without', async () => {
    const evil = createServer((_, response) => { response.setHeader('Content-Type', 'text/html'); response.end('<!doctype html><title>otra</title><body>'); });
    await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
    try {
        await Promise.all([noKeys, {}].map(async (settings) => {
            const app = await start(settings);
            try {
                await attack(app, `http://127.0.0.1:${evil.address().port}/`);
            } finally {
                await app.stop();
            }
        }));
    } finally {
        evil.close();
    }
});

async function attack(app, address) {
    const page = await app.browser.newPage();
    await page.goto(address);
    const read = await page.evaluate(readAll, [app.address, key]);
    assert.deepEqual(read.filter((text) => text !== ''), [], 'The page read something.');
    await page.evaluate(writeAll, [app.address, `${header}\n${row('INTRUSO', 1)}\n`]);
    await submitForm(page, app.address);
    await page.close();
    const runs = await fetch(`${app.address}/api/runs/univalle`, { headers: { 'x-api-key': key } });
    assert.deepEqual([runs.status, await runs.json()], [200, []], 'The page wrote something.');
    const recipients = await fetch(`${app.address}/api/recipients/univalle`, { headers: { 'x-api-key': key } });
    assert.doesNotMatch(await recipients.text(), /intruso/);
}

/** In the page: what it can read of the app in any of the ways that a page has; empty texts where it can read nothing. */
async function readAll([app, key]) {
    const paths = ['/api/me', '/api/runs/univalle', '/api/recipients/univalle', '/api/models/univalle', '/admin/host/status'];
    const ways = [{}, { credentials: 'include' }, { mode: 'no-cors' }, { headers: { 'x-api-key': key } }];
    const asked = paths.flatMap((path) => ways.map((way) => fetch(app + path, way).then((answer) => answer.text(), () => '')));
    const framed = await new Promise((resolve) => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.onload = () => { try { resolve(frame.contentDocument.body.textContent); } catch { resolve(''); } };
        frame.src = `${app}/api/runs/univalle`;
    });
    return [...await Promise.all(asked), framed ?? ''];
}

/** In the page: writes that no preflight holds up. */
async function writeAll([app, csv]) {
    const form = () => {
        const data = new FormData();
        data.append('bucketName', 'univalle');
        data.append('data', new Blob([csv], { type: 'text/csv' }), 'intruso.csv');
        return data;
    };
    const plain = (body) => ({ method: 'POST', mode: 'no-cors', credentials: 'include', headers: { 'Content-Type': 'text/plain' }, body });
    await Promise.allSettled([
        fetch(`${app}/cargadatos?bucketName=univalle&nameFile=intruso.csv`, { method: 'POST', mode: 'no-cors', body: form() }),
        fetch(`${app}/api/v1/data-upload`, { method: 'POST', mode: 'no-cors', body: form() }),
        fetch(`${app}/mail`, plain('{"email":"intruso@mal.example","u_prefix":"univalle"}')),
        fetch(`${app}/api/recipients/univalle`, plain('{"email":"intruso@mal.example"}')),
        fetch(`${app}/api/uploads/univalle`, plain('{"file":"intruso.csv","size":10}')),
        fetch(`${app}/api/runs/univalle/intruso.csv`, { method: 'DELETE' }),
    ]);
    navigator.sendBeacon(`${app}/mail`, new Blob(['{"email":"intruso@mal.example","u_prefix":"univalle"}'], { type: 'text/plain' }));
}

/** A form that the visitor sends without knowing: the browser goes to the app and shows its answer. */
async function submitForm(page, app) {
    const answered = page.waitForResponse((response) => response.url().startsWith(app));
    await page.evaluate((target) => {
        document.body.innerHTML = `<form method="post" enctype="multipart/form-data" action="${target}/cargadatos?bucketName=univalle&nameFile=intruso.csv">
            <input name="bucketName" value="univalle"><textarea name="data"></textarea></form>`;
        document.forms[0].submit();
    }, app);
    assert.equal((await answered).status(), 401);
}
