import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { answer, assertAccessible, call, csv, header, headerWithoutId, open, page, row, send, signIn, students } from './world.mjs';
import { workbook } from './workbook.mjs';

test('a file with a title line is explained before it is sent, then scored', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('con título.csv', 'Universidad del Valle,,', '', header, ...students(80)));
    await page.getByText('Encabezado en la línea 3').waitFor();
    await page.getByText('columna «id»').waitFor();
    const age = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'age', exact: true }) });
    assert.deepEqual(await age.getByRole('cell').allTextContents(), ['Edad', '17', '17', '17', '17', '17']);
    await assertAccessible();
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('link', { name: 'Ver a quién llamar' }).waitFor();
    await page.getByText('Avisado por correo ✓').waitFor();
    await assertAccessible();
});

test('of two files chosen in turn the last one is checked, and one that was mended can be chosen again', async () => {
    await signIn();
    await open('Subir');
    let goOn;
    const held = new Promise((resolve) => { goOn = resolve; });
    await page.route('**/api/preview/**', async (route) => { await held; await route.continue().catch(() => { /* The page gave this check up. */ }); }, { times: 1 });
    const first = csv('primero.csv', 'código,carrera', '1,Derecho');
    const asked = page.waitForRequest('**/api/preview/**');
    await page.locator('#file').setInputFiles(first);
    await asked;
    await page.locator('#file').setInputFiles(csv('segundo.csv', header.replaceAll(',', '\t'), row('A', 1).replaceAll(',', '\t')));
    await page.getByText('Separador: tabulador').waitFor();
    await page.getByText('revisadas hasta ahora: 1.').waitFor();
    goOn();
    const checked = page.waitForResponse('**/api/preview/**');
    await page.locator('#file').setInputFiles(first);
    await checked;
    await page.getByText('Este archivo no se puede leer con certeza').waitFor();
    await page.getByText('primero.csv').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
});

test('a file that changed after it was chosen is to be chosen again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'antivirus-cambia-'));
    try {
        const path = join(folder, 'cambia.csv');
        await writeFile(path, [header, row('A', 1)].join('\n'));
        await signIn();
        await open('Subir');
        await page.locator('#file').setInputFiles(path);
        await page.getByText('Así se entendió').waitFor();
        await writeFile(path, [header, row('A', 1), row('B', 2)].join('\n'));
        await page.getByRole('button', { name: 'Enviar' }).click();
        await page.getByRole('alert').getByText('El archivo cambió después de elegirlo').waitFor();
        await assertAccessible();
        await page.locator('#file').setInputFiles(path);
        await page.getByRole('button', { name: 'Enviar' }).click();
        await page.getByText('Estudiantes evaluados: 2. Filas rechazadas: 0.').waitFor();
    } finally {
        await rm(folder, { recursive: true });
    }
});

test('a workbook is read as a file of text is', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(workbook('libro.xlsx', { Estudiantes: [header, ...students(8)] }));
    await page.getByText('Hoja: Estudiantes').waitFor();
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    await page.locator('table.calls tbody tr').first().waitFor();
    assert.equal(await page.locator('table.calls tbody tr').count(), 8);
});

test('a file that leaves open its ids asks, and is scored with the answer', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('pregunta.csv', headerWithoutId, ...students(4).map((line, index) => `G${index},${line}`)));
    const question = page.getByLabel('¿Qué columna tiene el código del estudiante?');
    await question.waitFor();
    await assertAccessible();
    await question.selectOption('documento 1');
    await page.getByText('columna «documento 1»').waitFor();
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    await page.getByRole('button', { name: 'Ver las razones de EST1000' }).waitFor();
});

test('a workbook with two sheets that fit asks which one is meant', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(workbook('hojas.xlsx', { 'Periodo 1': [header, ...students(2)], 'Periodo 2': [header, ...students(3)] }));
    await page.getByLabel('¿En qué hoja están los estudiantes?').selectOption('Periodo 2');
    await page.getByText('Hoja: Periodo 2').waitFor();
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    await page.getByText('Mostrando 3 de 3.').waitFor();
});

test('a file that cannot be understood is refused before it is sent', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('otra.csv', 'código,carrera', '1,Derecho'));
    await page.getByText('Este archivo no se puede leer con certeza').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Enviar' }).isDisabled(), true);
    await assertAccessible();
});

test('a file of which no row can be scored says so, and its rows are shown', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('rechazado.csv', header, row('A', 'x'), row('B', 'y')));
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByText('No se pudo evaluar ninguna fila').waitFor();
    await open('Archivos');
    const line = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'rechazado.csv' }) });
    await line.getByRole('button', { name: 'Ver filas rechazadas' }).click();
    await page.getByRole('columnheader', { name: 'Se encontró' }).waitFor();
    await assertAccessible();
});

test('an upload that the server refuses as too large says the limit', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('grande.csv', header, ...students(3)));
    await answer('**/cargadatos**', { status: 413, body: '{"detail":"El archivo pasa de 100 bytes; pida un enlace de carga."}' });
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('alert').getByText('pida un enlace de carga').waitFor();
    await assertAccessible();
});

test('a file above the limit goes straight to storage by a link', async () => {
    await signIn();
    await open('Subir');
    // Another origin: the emulator has no rule for this page, so that the test takes the browser's request there itself.
    const file = csv('por enlace.csv', header, ...students(5_000));
    await page.route('**/cargadatosies/**', async (route) => {
        const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'PUT', 'Access-Control-Allow-Headers': '*' };
        if (route.request().method() === 'OPTIONS') {
            await route.fulfill({ status: 204, headers: cors });
            return;
        }

        const stored = await fetch(route.request().url(), { method: 'PUT', body: file.buffer, headers: { 'x-ms-blob-type': route.request().headers()['x-ms-blob-type'] } });
        await route.fulfill({ status: stored.status, headers: cors });
    });
    await page.locator('#file').setInputFiles(file);
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('link', { name: 'Ver a quién llamar' }).waitFor();
    await page.getByText('por enlace.csv').first().waitFor();
});

test('a cell with markup, emoji, quotes or 200 characters is text', async () => {
    await signIn();
    const odd = ['<img src=x onerror=alert(1)>', '🎓 Núñez', "O'Neill “Pepe”", 'x'.repeat(200)];
    const name = `${'ñ'.repeat(60)} 🎓 'a' ${'y'.repeat(100)}.csv`;
    await call(csv(name, header, ...odd.map((id, index) => row(id, index + 1))));
    for (const id of odd) {
        await page.getByRole('button', { name: `Ver las razones de ${id}`, exact: true }).waitFor();
    }

    assert.equal(await page.locator('main img').count(), 0);
    await page.setViewportSize({ width: 360, height: 740 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await assertAccessible();
    await page.getByRole('button', { name: `Ver las razones de ${odd[0]}` }).click();
    await page.getByRole('heading', { level: 1, name: odd[0] }).waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    await open('Archivos');
    await page.getByRole('rowheader', { name }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

test('an upload can be cancelled, and nothing of it is kept', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('cancelada.csv', header, ...students(3)));
    await page.route('**/cargadatos**', () => { /* Never answered: the person cancels. */ });
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('button', { name: 'Cancelar' }).click();
    await page.getByRole('button', { name: 'Enviar' }).waitFor();
    await page.unroute('**/cargadatos**');
    await send(csv('después.csv', header, row('A', 1)));
    await open('Archivos');
    await page.getByRole('rowheader', { name: 'después.csv' }).waitFor();
    assert.equal(await page.getByRole('rowheader', { name: 'cancelada.csv' }).count(), 0);
});
