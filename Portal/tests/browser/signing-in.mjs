import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key, keyOf } from '../app.mjs';
import { answer, app, assertAccessible, call, csv, header, open, page, row, send, signIn, students } from './world.mjs';

test('a wrong key is refused in words, a right one opens the institution', async () => {
    await page.goto(`${app.address}/pagina/`);
    await page.getByLabel('Clave de su institución').fill('otra');
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('alert').getByText('Esta clave no abre ninguna institución').waitFor();
    await assertAccessible();
    await signIn();
    await page.getByText('Universidad del Valle').first().waitFor();
});

test('after signing in the page that was asked for opens', async () => {
    await signIn(key, page, 'modelo');
    await page.getByRole('heading', { level: 1, name: 'Modelo' }).waitFor();
});

test('each role sees its sections, and the server refuses the others in words', async () => {
    await signIn(keyOf('consejeria'));
    assert.deepEqual(await page.getByRole('navigation').getByRole('link').allTextContents(), ['Inicio', 'Archivos', 'A quién llamar', 'Resultados', 'Modelo', 'Cuenta']);
    await page.goto(`${app.address}/pagina/subir`);
    await page.getByRole('alert').getByText('Su clave no permite ver esta sección').waitFor();
    await assertAccessible();
    await answer('**/api/portal/runs/**', { body: '{"runs":[],"total":0}' });
    for (const section of ['Archivos', 'A quién llamar', 'Resultados']) {
        await open(section);
        await page.getByText('Quien sube los archivos en su institución puede enviar el primero').waitFor();
    }

    await page.unroute('**/api/portal/runs/**');
    const refused = await page.evaluate(async (shown) => (await fetch('/api/recipients/univalle', { headers: { 'x-api-key': shown } })).status, keyOf('consejeria'));
    assert.equal(refused, 403);
    await open('Cuenta');
    await page.getByText('Rol: consejería').waitFor();
    assert.equal(await page.getByText('Quién recibe los correos').count(), 0);
});

test('a key that expires while typing loses nothing that was typed', async () => {
    await signIn();
    await call(csv('vence.csv', header, ...students(10)));
    await answer('**/api/students/**', { status: 401, body: '{"detail":"x"}' });
    await page.getByLabel('Buscar código').fill('EST1003');
    await page.getByText('La clave dejó de ser válida').waitFor();
    await assertAccessible();
    await page.unroute('**/api/students/**');
    await page.getByLabel('Clave de su institución').fill(key);
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('navigation').waitFor();
    assert.equal(await page.getByLabel('Buscar código').inputValue(), 'EST1003');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
});

test('everything can be done by the keyboard', async () => {
    await page.goto(`${app.address}/pagina/`);
    await tabTo('#key');
    await page.keyboard.type(key);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
    await tabTo('nav a[href="/pagina/subir"]');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Subir' }).waitFor();
    // Asked for before the way to the field: the browser hears of it only some messages later.
    const chooser = page.waitForEvent('filechooser');
    await tabTo('#file');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(csv('teclado.csv', header, ...students(12), row('OTRO', 5)));
    await page.getByRole('button', { name: 'Enviar' }).waitFor();
    await tabTo('.card button.primary');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Ver a quién llamar' }).waitFor();
    await tabTo('.card a.primary');
    await page.keyboard.press('Enter');
    await page.locator('table.calls').waitFor();
    await tabTo('input[type=range]');
    const before = await page.locator('input[type=range]').inputValue();
    await page.keyboard.press('ArrowLeft');
    assert.notEqual(await page.locator('input[type=range]').inputValue(), before);
});

/** Presses Tab until the element has the focus, and sees to it that the focus shows. */
async function tabTo(selector) {
    for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
            return;
        }
    }

    throw new Error(`${selector} cannot be reached by the keyboard.`);
}

test('a session that was left leaves nothing of the person before', async () => {
    await signIn();
    await send(csv('sale.csv', header, row('A', 1)));
    await page.getByRole('button', { name: 'Salir' }).click();
    await page.getByLabel('Clave de su institución').waitFor();
    assert.equal(await page.getByText('sale.csv').count(), 0);
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});
