import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { key, keyOf } from '../app.mjs';
import { app, assertAccessible, csv, header, open, page, send, signIn, students } from './world.mjs';

const file = csv('descargas.csv', header, ...students(60));
const lineOf = (name) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

async function downloadFrom(line, label) {
    const [download] = await Promise.all([page.waitForEvent('download'), line.getByRole('button', { name: label, exact: true }).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('reports and the original are downloaded from the list of files', async () => {
    await signIn();
    await send(file);
    await open('Archivos');
    const line = lineOf('descargas.csv');
    await line.getByText('Descargar').click();
    await assertAccessible();

    const report = await downloadFrom(line, 'Reporte CSV');
    const forExcel = await downloadFrom(line, 'Reporte CSV para Excel');
    const book = await downloadFrom(line, 'Reporte Excel (.xlsx)');
    const original = await downloadFrom(line, 'Archivo original');

    assert.deepEqual([report.name, forExcel.name, book.name, original.name], ['reporte_descargas.csv', 'reporte_descargas.csv', 'reporte_descargas.xlsx', 'descargas.csv']);
    assert.equal(report.bytes.toString().trim().split('\n').length, 61);
    assert.match(forExcel.bytes.toString(), /^\uFEFFId_estudiantes;/);
    assert.equal(book.bytes.subarray(0, 2).toString(), 'PK');
    assert.deepEqual(original.bytes, file.buffer);
    await line.getByText('student-performance', { exact: false }).waitFor();
});

/** Puts a file by a write link that was asked for another size, and waits until it is refused: it has no list of rejected rows. */
async function putOtherSize(name, content) {
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    const link = await fetch(`${app.address}/api/uploads/univalle`, { method: 'POST', headers, body: JSON.stringify({ file: name, size: 5 }) });
    await fetch((await link.json()).url, { method: 'PUT', body: content, headers: { 'x-ms-blob-type': 'BlockBlob' } });
    for (let state = ''; state !== 'Rejected'; await new Promise((resolve) => setTimeout(resolve, 100))) {
        const run = await fetch(`${app.address}/api/runs/univalle?file=${name}`, { headers });
        state = run.ok ? (await run.json()).state : '';
    }
}

test('a file that is refused without a list of rejected rows says why', { timeout: 120_000 }, async () => {
    await putOtherSize('otra-medida.csv', 'más de cinco bytes');
    await signIn();
    await open('Archivos');
    await lineOf('otra-medida.csv').getByText('bytes').waitFor();
    await assertAccessible();
});

test('the report of the model is downloaded from Modelo', async () => {
    await signIn();
    await open('Modelo');
    const report = await downloadFrom(page, 'Descargar el reporte del modelo (.html)');
    assert.equal(report.name, 'modelo_student-performance.html');
    assert.match(report.bytes.toString(), /<h1>Reporte del modelo student-performance<\/h1>/);
});

test('a cohort unlike the training rows is said with its report, to the counsellor too', async () => {
    await signIn();
    await send(csv('distinta.csv', header, ...students(200)));
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    await page.getByText('Esta cohorte no se parece a la de entrenamiento').waitFor();
    await open('Inicio');
    await page.getByText('Esta cohorte no se parece a la de entrenamiento').waitFor();
    await assertAccessible();

    await page.getByRole('button', { name: 'Salir' }).click();
    await signIn(keyOf('consejeria'));
    await open('Archivos');
    await lineOf('distinta.csv').getByText('Esta cohorte no se parece a la de entrenamiento').waitFor();
    await lineOf('distinta.csv').getByText('Descargar').click();
    assert.equal(await lineOf('distinta.csv').getByRole('button', { name: 'Archivo original' }).count(), 0);
});
