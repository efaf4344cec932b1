import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { key } from '../app.mjs';
import { answer, app, assertAccessible, call, csv, header, page, signIn, students } from './world.mjs';

test('the slider changes the list and its three sentences', async () => {
    await signIn();
    await call(csv('lista.csv', header, ...students(100)));
    const rows = page.locator('table.calls tbody tr');
    const sentences = page.locator('.sentences p');
    const number = page.locator('input[type=number]');
    await number.fill('20');
    await page.getByText('De 20 estudiantes').waitFor();
    assert.equal(await rows.count(), 20);
    const before = await sentences.allTextContents();
    await number.fill('60');
    await page.getByText('De 60 estudiantes').waitFor();
    assert.equal(await rows.count(), 60);
    const after = await sentences.allTextContents();
    assert.match(after[0], /La lista termina/);
    assert.match(after[2], /En validación/);
    for (const sentence of [0, 1, 2]) {
        assert.notEqual(after[sentence], before[sentence]);
    }

    assert.match(page.url(), /cupo=60/);
    assert.doesNotMatch(page.url(), /EST/);
    await page.getByLabel('Buscar código').fill('est1004');
    await page.getByText('Mostrando 1 de 1.').waitFor();
    assert.doesNotMatch(page.url(), /EST/i);
    await assertAccessible();
});

test('a list of one is said in the singular, and a call that is overtaken shows nothing any more', async () => {
    await signIn();
    await call(csv('uno.csv', header, ...students(2)));
    const number = page.locator('input[type=number]');
    await page.route('**/api/capacity/**?n=2', async (route) => {
        await page.getByText('La lista tiene un solo estudiante').waitFor();
        await route.fulfill({ status: 500, body: '' });
    });
    const overtaken = page.waitForResponse('**/api/capacity/**?n=2');
    const asked = page.waitForRequest('**/api/capacity/**?n=2');
    await number.fill('2');
    await asked;
    await number.fill('1');
    await overtaken;
    await page.getByText('La lista tiene un solo estudiante').waitFor();
    assert.match(await page.locator('label.capacity').innerText(), /estudiante$/);
    assert.equal(await page.getByRole('alert').count(), 0);
    await assertAccessible();
});

test('the filtered list can be exported and printed', async () => {
    await signIn();
    await call(csv('exporta.csv', header, ...students(30)));
    await page.getByLabel('Buscar código').fill('EST100');
    await page.getByText('Mostrando 10 de 10.').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Exportar CSV' }).click()]);
    assert.equal(download.suggestedFilename(), 'llamar_exporta.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    assert.equal(lines[0], 'Id_estudiantes,Orden,Probabilidad,Factores');
    assert.equal(lines.length, 11);
    const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Exportar a Excel' }).click()]);
    assert.equal((await readFile(await book.path())).subarray(0, 2).toString(), 'PK');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(await page.locator('table.calls td').first().evaluate((cell) => getComputedStyle(cell).color), 'rgb(0, 0, 0)');
    await assertAccessible();
    assert.equal(await page.getByRole('navigation').isVisible(), false);
    assert.equal(await page.getByRole('button', { name: 'Imprimir' }).isVisible(), false);
    assert.equal(await page.locator('table.calls').isVisible(), true);
    assert.match(await page.locator('.print-only').innerText(), /^Universidad del Valle · exporta\.csv · .* · EST100$/);
    assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
    await page.emulateMedia({ media: null, colorScheme: null });
});

test('a list is filtered by the programmes of its file, which no address holds', async () => {
    await signIn();
    const addresses = [];
    page.on('request', (request) => { addresses.push(request.url()); });
    const programmes = ['Ingeniería Civil', 'Derecho', '<b>Música</b>'];
    const rows = students(30).map((line, index) => `${line},${programmes[index % 3]}`);
    await call(csv('programas.csv', `${header},Programa académico`, ...rows));
    const select = page.getByLabel('Programa académico');
    await select.waitFor();
    assert.deepEqual(await select.locator('option').allTextContents(), ['Todos', '<b>Música</b> (10)', 'Derecho (10)', 'Ingeniería Civil (10)']);
    await assertAccessible();
    await select.selectOption('Derecho');
    await page.getByText('Mostrando 10 de 10.').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Exportar CSV' }).click()]);
    assert.equal((await readFile(await download.path(), 'utf8')).trim().split('\r\n').length, 11);
    await page.getByLabel('Idioma').selectOption('en');
    assert.deepEqual((await select.locator('option').allTextContents()).slice(0, 1), ['All']);
    await page.locator('input[type=number]').fill('1');
    await page.getByText('The list has a single student').waitFor();
    await select.locator('option', { hasText: 'Derecho (0)' }).waitFor({ state: 'attached' });
    assert.equal(await select.inputValue(), 'Derecho');
    await assertAccessible();
    assert.deepEqual(addresses.filter((address) => /Derecho/.test(address)), []);
    assert.doesNotMatch(page.url(), /Derecho/);
});

test('a file without programmes, or one that cannot be read again, has no such filter', async () => {
    await signIn();
    await call(csv('sin programa.csv', header, ...students(10)));
    const asked = page.waitForResponse('**/api/programmes/**');
    await page.locator('input[type=number]').fill('5');
    await asked;
    assert.equal(await page.locator('#programme').count(), 0);
    await answer('**/api/programmes/**', { status: 503, body: '{"detail":"x"}' });
    const failed = page.waitForResponse('**/api/programmes/**');
    await page.locator('input[type=number]').fill('6');
    await failed;
    await page.getByText('De 6 estudiantes').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.equal(await page.locator('#programme').count(), 0);
});

test('a report that disappears while it is open says so', async () => {
    await signIn();
    await call(csv('desaparece.csv', header, ...students(10)));
    const status = await page.evaluate(async (shown) => (await fetch('/api/runs/univalle/desaparece.csv', { method: 'DELETE', headers: { 'x-api-key': shown } })).status, key);
    assert.equal(status, 204);
    await page.locator('input[type=number]').fill('5');
    await page.getByRole('alert').getByText('Este reporte ya no existe').waitFor();
    await assertAccessible();
    await page.locator('table.calls tbody tr').first().getByRole('button').click();
    await page.locator('av-student').getByRole('alert').getByText('Este reporte ya no existe').waitFor();
});

test('a student’s reasons open and close by the keyboard, and no address names the student', async () => {
    await signIn();
    const addresses = [];
    page.on('request', (request) => { addresses.push(request.url()); });
    await call(csv('razones.csv', header, ...students(20)));
    const first = page.locator('table.calls tbody tr').first().getByRole('button');
    const id = await first.textContent();
    await first.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `Estudiante ${id}` }).waitFor();
    await page.getByText('Puesto 1 de 20').waitFor();
    await page.getByRole('columnheader', { name: 'Lo habitual (mediana)' }).waitFor();
    assert.ok(await page.locator('table.effects .raises').count() > 0);
    assert.equal(await page.locator('table.effects').getByText(/Sexo|Edad|Salud|pareja/).count(), 0);
    await page.getByText('Pregunte primero cómo está').waitFor();
    await assertAccessible();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('button', { name: 'Imprimir' }).first().isVisible(), false);
    assert.equal(await page.locator('table.effects').isVisible(), true);
    await page.emulateMedia({ media: null });
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'A quién llamar' }).waitFor();
    await page.waitForFunction((text) => document.activeElement?.textContent === text, id);
    assert.deepEqual(addresses.filter((address) => /EST1/.test(address)), []);
    assert.equal(new URL(page.url()).origin, app.address);
});
