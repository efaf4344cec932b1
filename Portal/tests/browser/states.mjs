import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key, keyOf } from '../app.mjs';
import { answer, app, assertAccessible, call, csv, emailAbout, header, newPage, open, page, row, send, signIn, students } from './world.mjs';

/** Answers who is signed in with another zone of the institution. */
const answerMe = (timeZone) => page.route('**/api/me', async (route) => {
    const response = await route.fetch();
    const me = await response.json();
    await route.fulfill({ response, json: { ...me, institutions: me.institutions.map((one) => ({ ...one, timeZone })) } });
});

test('the first load is small and asks no other origin for anything', async () => {
    const requests = [];
    page.on('requestfinished', (request) => { requests.push(request); });
    await page.goto(`${app.address}/pagina/`);
    await page.getByLabel('Clave de su institución').waitFor();
    const loaded = requests.filter((request) => !request.url().startsWith('data:'));
    const origins = new Set(loaded.map((request) => new URL(request.url()).origin));
    const bytes = (await Promise.all(loaded.map((request) => request.sizes()))).reduce((sum, size) => sum + size.responseBodySize, 0);
    assert.deepEqual([...origins], [app.address]);
    assert.ok(bytes > 5_000 && bytes <= 60_000, `${bytes} bytes`);
});

test('the policy lets nothing unsafe in', async () => {
    const policy = (await (await fetch(`${app.address}/pagina/`)).headers.get('content-security-policy')) ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
});

test('each failure is said in words with what can be done', async () => {
    await signIn();
    const answers = [
        [null, 'Sin conexión con el servidor'],
        [{ status: 403, body: '{}' }, 'Su clave no permite'],
        [{ status: 404, body: '{"detail":"No hay ningún archivo con ese nombre."}' }, 'No hay ningún archivo'],
        [{ status: 409, body: '{}' }, 'Otra persona cambió esto'],
        [{ status: 413, body: '{}' }, 'El archivo pasa del límite'],
        [{ status: 500, headers: { traceparent: '00-0123456789abcdef0123456789abcdef-0123456789abcdef-00' }, body: '' }, 'No se pudo completar'],
        [{ status: 503, body: '{"detail":"El almacenamiento no responde"}' }, 'El almacenamiento no responde'],
    ];
    for (const [reply, text] of answers) {
        await answer('**/api/portal/runs/**', reply);
        await open('Archivos');
        await page.getByRole('alert').getByText(text).waitFor();
        await assertAccessible();
        await page.unroute('**/api/portal/runs/**');
        await page.getByRole('button', { name: 'Intentar de nuevo' }).click();
        await page.getByRole('alert').waitFor({ state: 'detached' });
        await open('Modelo');
    }
});

test('too many calls count down and go on by themselves', async () => {
    await signIn();
    await answer('**/api/portal/runs/**', { status: 429, headers: { 'Retry-After': '3' }, body: '{}' });
    await open('Archivos');
    await page.getByText('Se intentará de nuevo en 3 s').waitFor();
    await assertAccessible();
    await page.unroute('**/api/portal/runs/**');
    await page.getByText('Se intentará de nuevo en 1 s').waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
});

test('while a section loads its place is held, and said to screen readers', async () => {
    await signIn();
    let goOn;
    const held = new Promise((resolve) => { goOn = resolve; });
    await page.route('**/api/models/**', async (route) => { await held; await route.continue(); });
    await open('Modelo');
    await page.getByText('Cargando…').waitFor({ state: 'attached' });
    await assertAccessible();
    goOn();
    await page.getByText('Qué predice').waitFor();
});

test('thresholds by group are all shown, with who decided on them and what they cost', async () => {
    await signIn();
    await page.route('**/api/models/**', async (route) => {
        const response = await route.fetch();
        const groupThresholds = {
            decidedBy: 'Comité de bienestar',
            columns: ['Edad', 'Sexo'],
            groups: [
                { parts: [{ label: 'Edad', below: 18 }, { label: 'Sexo', word: 'Femenino' }], threshold: 0.4321, students: 1234 },
                { parts: [{ label: 'Edad', from: 18, below: 20.5 }, { label: 'Sexo', word: 'Masculino' }], threshold: 0.5, students: 130 },
            ],
            before: { recall: 0.612, precision: 0.7 },
            after: { recall: 0.598, precision: 0.71 },
        };
        await route.fulfill({ response, json: { ...await response.json(), threshold: 0.25, groupThresholds } });
    });
    await open('Modelo');
    const table = page.locator('table.thresholds');
    await table.waitFor();
    const text = async (of) => (await of.innerText()).replace(/\s+/g, ' ');
    assert.match(await text(table), /Edad: menos de 18, Sexo: Femenino 43,2 % 1\.?234/);
    assert.match(await text(table), /Edad: de 18 a menos de 20,50, Sexo: Masculino 50,0 % 130 Todos los demás 25,0 %/);
    const card = page.locator('section.card', { has: table });
    assert.match(await text(card), /Lo decidió: Comité de bienestar\..*59,8 %.*61,2 %.*71,0 %.*70,0 %/);
    await assertAccessible();
});

test('an institution without files is told the next step in every section', async () => {
    await signIn(keyOf('vacia'));
    await page.getByText('Todavía no hay reportes').waitFor();
    await page.getByRole('button', { name: 'Descargar la plantilla' }).waitFor();
    await assertAccessible();
    for (const [section, text] of [['Archivos', 'Todavía no hay archivos'], ['A quién llamar', 'Todavía no hay reportes'], ['Resultados', 'Todavía no hay reportes'], ['Cuenta', 'Nadie recibe los correos todavía']]) {
        await open(section);
        await page.getByText(text).waitFor();
        await assertAccessible();
    }
});

test('what was typed offline stays until the connection is back', async () => {
    await signIn();
    await call(csv('sin red.csv', header, ...students(10)));
    await page.context().setOffline(true);
    await page.getByLabel('Buscar código').fill('EST1003');
    await page.getByRole('alert').getByText('Sin conexión con el servidor').waitFor();
    assert.equal(await page.getByLabel('Buscar código').inputValue(), 'EST1003');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Intentar de nuevo' }).click();
    await page.getByText('Mostrando 1 de 1.').waitFor();
});

test('two people at once neither lose nor repeat what the other did', async () => {
    await signIn();
    await send(csv('borrada por dos.csv', header, row('A', 1)));
    await open('Archivos');
    const other = await newPage();
    await signIn(key, other, 'archivos');
    for (const tab of [page, other]) {
        await tab.getByRole('row').filter({ hasText: 'borrada por dos.csv' }).getByRole('button', { name: 'Borrar' }).click();
        await tab.getByRole('dialog').getByLabel('Para confirmar').fill('borrada por dos.csv');
    }

    await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
    await page.getByText('Se borró borrada por dos.csv.').waitFor();
    await other.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
    await other.getByRole('alert').getByText('No hay ningún archivo con ese nombre').waitFor();
    await other.context().close();
});

const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());

test('a file is erased by the keyboard, only after its name was typed, which a locked session keeps', async () => {
    await page.clock.install();
    await signIn();
    assert.equal(await focused(), 'contenido');
    await send(csv('borrar.csv', header, row('A', 1)));
    assert.equal(await focused(), 'sent');
    await open('Archivos');
    const line = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'borrar.csv' }) });
    const dialog = page.getByRole('dialog');
    await line.getByRole('button', { name: 'Borrar' }).press('Enter');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await focused(), 'Borrar');
    await page.keyboard.press('Enter');
    assert.equal(await dialog.getByRole('button', { name: 'Borrar' }).isDisabled(), true);
    await assertAccessible();
    await page.keyboard.type('borrar');
    await page.clock.runFor('15:01');
    await page.getByText('La sesión se cerró tras 15 minutos sin uso').waitFor();
    await assertAccessible();
    await page.getByLabel('Clave de su institución').fill(key);
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    assert.equal(await dialog.getByLabel('Para confirmar').inputValue(), 'borrar');
    await dialog.getByLabel('Para confirmar').focus();
    await page.keyboard.press('End');
    await page.keyboard.type('.csv');
    await page.keyboard.press('Enter');
    await page.getByText('Se borró borrar.csv.').waitFor();
    await line.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement.id === 'erased');
});

test('the language that was chosen stays when the page is loaded anew, and names the tab', async () => {
    await signIn();
    await page.locator('.language select').selectOption('en');
    await page.waitForFunction(() => document.title.startsWith('Home'));
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await open('Account');
    await page.getByText('Role: administration.').waitFor();
    await page.getByRole('cell', { name: 'see the files' }).first().waitFor();
    await answer('**/api/portal/runs/**', { status: 503, body: '{"detail":"El almacenamiento no responde"}' });
    await open('Files');
    await page.getByRole('alert').getByText('This could not be completed. The server says: El almacenamiento').waitFor();
});

test('of several institutions the address names the first one, and the one that was chosen stays', async () => {
    await page.route('**/api/me', async (route) => {
        const response = await route.fetch();
        const me = await response.json();
        await route.fulfill({ response, json: { ...me, institutions: [{ ...me.institutions[0], code: 'otra', name: 'Otra' }, ...me.institutions] } });
    });
    const chosen = () => page.locator('.institution select').inputValue();
    await signIn(key, page, '?ies=univalle');
    assert.equal(await chosen(), 'univalle');
    await page.locator('.institution select').selectOption('otra');
    await page.reload();
    await page.getByRole('navigation').waitFor();
    assert.equal(await chosen(), 'otra');
    await page.getByRole('button', { name: 'Salir' }).click();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});

test('a model whose card has no figures says so', async () => {
    await signIn();
    await page.route('**/api/models/**', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...await response.json(), metrics: {} } });
    });
    await open('Modelo');
    await page.getByText('La ficha del modelo no trae cifras').waitFor();
    await assertAccessible();
});

test('what does not work is named in words', async () => {
    await answer('**/health', { status: 503, body: JSON.stringify({ ok: false, storage: { ok: false, says: 'x' }, model: { ok: true, says: '' }, mailer: { ok: false, says: 'y' } }) });
    await signIn();
    await page.getByText('Algo no funciona. Avise a quien administra el sistema: el almacenamiento, el correo.').waitFor();
    await assertAccessible();
});

test('how reports and emails are written is chosen, and of two people the second sees what the first chose', async () => {
    await signIn();
    await open('Cuenta');
    const other = await newPage();
    await signIn(key, other, 'cuenta');
    for (const [tab, format] of [[page, 'Xlsx'], [other, 'None']]) {
        await tab.getByLabel('Adjunto del correo').selectOption(format);
        await tab.getByLabel('Zona horaria de los correos y de esta página').selectOption('America/Bogota');
    }

    await page.getByRole('button', { name: 'Guardar' }).click();
    await page.getByText('Guardado: el próximo reporte').waitFor();
    await assertAccessible();
    await other.getByRole('button', { name: 'Guardar' }).click();
    await other.getByRole('alert').getByText('Otra persona guardó mientras tanto: America/Bogota · reporte Excel (.xlsx).').waitFor();
    assert.equal(await other.getByLabel('Adjunto del correo').inputValue(), 'None');
    await other.context().close();
    await send(csv('elegida.csv', header, row('A', 1)));
    const email = await emailAbout('elegida.csv');
    assert.match(email, /reporte_elegida\.xlsx/);
    assert.match(email, /UTC=E2=88=925/);
    await open('Cuenta');
    await page.getByLabel('Adjunto del correo').selectOption('');
    await page.getByLabel('Zona horaria de los correos y de esta página').selectOption('');
    await page.getByRole('button', { name: 'Guardar' }).click();
    await page.getByText('Guardado: el próximo reporte').waitFor();
});

test('times are shown in the zone that the institution chose, which is said where it is not the browser’s', async () => {
    const zones = { 'America/Bogota': / 9:30$/, 'Asia/Kolkata': / 20:00 \(UTC\+5:30\)$/, 'America/St_Johns': / 11:00 \(UTC−3:30\)$/, 'Etc/UTC': / 14:30 UTC$/, 'No/Existe': / 14:30 UTC$/ };
    for (const [zone, time] of Object.entries(zones)) {
        await answerMe(zone);
        await page.goto('about:blank');
        await signIn();
        await page.route('**/api/models/**', async (route) => {
            const response = await route.fetch();
            await route.fulfill({ response, json: { ...await response.json(), date: '2026-01-15T14:30:00+00:00' } });
        });
        await open('Modelo');
        const since = page.getByText('Versión').filter({ hasText: '2026' });
        assert.match((await since.innerText()).replace(/\.$/, ''), time, zone);
        await page.evaluate(() => { sessionStorage.clear(); });
    }
});

test('a zone that is chosen holds at once for all times of the page', async () => {
    await signIn();
    await open('Cuenta');
    const times = page.getByRole('region', { name: 'Actividad reciente' }).locator('tbody td:first-child');
    await times.first().waitFor();
    const zone = page.getByLabel('Zona horaria de los correos y de esta página');
    for (const [chosen, said] of [['America/Caracas', /\d:\d\d \(UTC−4\)$/], ['America/Bogota', /\d:\d\d$/]]) {
        await zone.selectOption(chosen);
        await page.getByRole('button', { name: 'Guardar' }).click();
        await page.getByText('Guardado: el próximo reporte').waitFor();
        assert.match(await times.first().innerText(), said);
        await assertAccessible();
    }

    await page.reload();
    assert.match(await times.first().innerText(), /\d:\d\d$/);
    await zone.selectOption('');
    await page.getByRole('button', { name: 'Guardar' }).click();
    await page.getByText('Guardado: el próximo reporte').waitFor();
});

test('a recipient who is added gets the next email, and none once removed', async () => {
    await signIn();
    await open('Cuenta');
    const address = page.getByLabel('Dirección de correo');
    await address.fill('no es una dirección');
    await address.press('Enter');
    await page.getByRole('alert').getByText('Escriba una sola dirección').waitFor();
    await assertAccessible();
    await address.fill('bienestar@univalle.example');
    await address.press('Enter');
    await page.getByRole('alert').getByText('Esa dirección ya recibe los correos').waitFor();
    await address.fill('consejeria@univalle.example');
    await address.press('Enter');
    await page.getByText('consejeria@univalle.example recibirá el próximo correo.').waitFor();
    await assertAccessible();
    await send(csv('avisa.csv', header, row('A', 1)));
    const recipients = /^To: .*(?:\r?\n[ \t].*)*/m.exec(await emailAbout('avisa.csv'))[0];
    assert.match(recipients, /bienestar@univalle\.example/);
    assert.match(recipients, /consejeria@univalle\.example/);
    await open('Cuenta');
    await page.getByRole('button', { name: 'Quitar consejeria@univalle.example' }).click();
    await page.getByText('consejeria@univalle.example ya no recibirá correos.').waitFor();
    await page.getByRole('button', { name: 'Enviar un correo de prueba' }).click();
    await page.getByText('El correo de prueba salió hacia una dirección.').waitFor();
    await assertAccessible();
    await send(csv('calla.csv', header, row('A', 1)));
    assert.doesNotMatch(await emailAbout('calla.csv'), /consejeria@/);
});
