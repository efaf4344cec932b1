import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { after, before, beforeEach, test } from 'node:test';
import { key, start } from './app.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const header = 'id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup,Paid,Activities,Higher,Internet,Romantic';
const row = (id, goout) => `${id},17,1,1,3,5,${goout},3,4,2,0,0,1,0,1,0,1,1,0`;
const students = (count) => Array.from({ length: count }, (_, index) => row(`EST${1000 + index}`, 1 + index % 5));
const csv = (name, ...lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n') + '\n') });

let app;
let page;

before(async () => { app = await start(); }, { timeout: 120_000 });
after(async () => { await app?.stop(); });

beforeEach(async () => {
    await page?.context().close();
    const context = await app.browser.newContext({ locale: 'es-CO', viewport: { width: 1200, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
});

async function signIn() {
    await page.goto(`${app.address}/pagina/`);
    await page.getByLabel('Clave de su institución').fill(key);
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('navigation').waitFor();
}

const open = (section) => page.getByRole('navigation').getByRole('link', { name: section }).click();

async function send(file) {
    await open('Subir');
    await page.locator('#file').setInputFiles(file);
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('link', { name: 'Ver a quién llamar' }).waitFor();
}

async function assertAccessible() {
    // Evaluated in the tools' own world: the page's policy lets no other script in.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`), []);
}

test('a wrong key is refused in words, a right one opens the institution', async () => {
    await page.goto(`${app.address}/pagina/`);
    await page.getByLabel('Clave de su institución').fill('otra');
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('alert').getByText('Esta clave no abre ninguna institución').waitFor();
    await assertAccessible();
    await signIn();
    await page.getByText('Universidad del Valle').first().waitFor();
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

test('a file with a title line is explained before it is sent, then scored', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('con título.csv', 'Universidad del Valle,,', '', header, ...students(80)));
    await page.getByText('Encabezado en la línea 3').waitFor();
    await page.getByText('columna «id»').waitFor();
    await assertAccessible();
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByRole('link', { name: 'Ver a quién llamar' }).waitFor();
    await page.getByText('Avisado por correo ✓').waitFor();
});

test('a file that cannot be understood is refused before it is sent', async () => {
    await signIn();
    await open('Subir');
    await page.locator('#file').setInputFiles(csv('otra.csv', 'código,carrera', '1,Derecho'));
    await page.getByText('Este archivo no se puede leer con certeza').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Enviar' }).isDisabled(), true);
    await assertAccessible();
});

test('the slider changes the list and what it promises', async () => {
    await signIn();
    await send(csv('lista.csv', header, ...students(100)));
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    const rows = page.locator('table.calls tbody tr');
    const number = page.locator('input[type=number]');
    await number.fill('20');
    await page.getByText('De 20 estudiantes').waitFor();
    assert.equal(await rows.count(), 20);
    await number.fill('60');
    await page.getByText('De 60 estudiantes').waitFor();
    assert.equal(await rows.count(), 60);
    assert.match(page.url(), /cupo=60/);
    assert.doesNotMatch(page.url(), /EST/);
    await page.getByLabel('Buscar código').fill('est1004');
    await page.getByText('Se muestran 1 de 1.').waitFor();
    await assertAccessible();
});

test('a cell with markup is text', async () => {
    await signIn();
    await send(csv('marcas.csv', header, row('<img src=x onerror=alert(1)>', 5), row('B', 1)));
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    assert.equal(await page.locator('main img').count(), 0);
});

test('every section is accessible, in both languages, in the dark and on a narrow screen', async () => {
    await signIn();
    await send(csv('todas.csv', header, ...students(5), 'MAL,x'));
    for (const section of ['Inicio', 'Archivos', 'A quién llamar', 'Modelo', 'Cuenta']) {
        await open(section);
        await page.getByRole('heading', { level: 1, name: section }).waitFor();
        await page.waitForLoadState('networkidle');
        await assertAccessible();
    }

    await page.emulateMedia({ colorScheme: 'dark' });
    await assertAccessible();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 320, height: 700 });
    await page.getByLabel('Idioma').selectOption('en');
    for (const section of ['Home', 'Upload', 'Files', 'Whom to call', 'Model', 'Account']) {
        await open(section);
        await page.getByRole('heading', { level: 1, name: section }).waitFor();
        await page.waitForLoadState('networkidle');
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, section);
        await assertAccessible();
    }
});

test('a key that expires while typing loses nothing that was typed', async () => {
    await signIn();
    await send(csv('vence.csv', header, ...students(10)));
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    await page.locator('table.calls').waitFor();
    await page.route('**/api/students/**', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"detail":"x"}' }));
    await page.getByLabel('Buscar código').fill('EST1003');
    await page.getByText('La clave dejó de ser válida').waitFor();
    await page.unroute('**/api/students/**');
    await page.getByLabel('Clave de su institución').fill(key);
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('navigation').waitFor();
    assert.equal(await page.getByLabel('Buscar código').inputValue(), 'EST1003');
});

test('each failure is said in words with what can be done', async () => {
    await signIn();
    const answers = [
        ['offline', null, 'Sin conexión con el servidor'],
        ['403', { status: 403, body: '{}' }, 'Su clave no permite'],
        ['409', { status: 409, body: '{}' }, 'Otra persona cambió esto'],
        ['429', { status: 429, headers: { 'Retry-After': '30' }, body: '{}' }, 'Demasiadas peticiones'],
        ['500', { status: 500, body: '' }, 'No se pudo completar'],
    ];
    for (const [name, answer, text] of answers) {
        await page.route('**/api/portal/runs/**', (route) => answer === null ? route.abort() : route.fulfill(answer));
        await open('Archivos');
        await page.getByRole('alert').getByText(text).waitFor();
        await assertAccessible();
        await page.unroute('**/api/portal/runs/**');
        await open('Modelo');
        assert.ok(name);
    }
});

test('a file is erased only after its name was typed', async () => {
    await signIn();
    await send(csv('borrar.csv', header, row('A', 1)));
    await open('Archivos');
    const line = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'borrar.csv' }) });
    await line.getByRole('button', { name: 'Borrar' }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByRole('button', { name: 'Borrar' }).isDisabled(), true);
    await assertAccessible();
    await dialog.getByLabel('Para confirmar').fill('borrar.csv');
    await dialog.getByRole('button', { name: 'Borrar' }).click();
    await page.getByText('Se borró borrar.csv.').waitFor();
    await line.waitFor({ state: 'detached' });
});

/** The text of the email about a file; waits until it is there. */
async function emailAbout(file) {
    for (let attempt = 0; attempt < 300; attempt++) {
        for (const name of await readdir(app.mailFolder).catch(() => [])) {
            const text = await readFile(join(app.mailFolder, name), 'utf8');
            if (name.endsWith('.eml') && text.includes(`reporte_${file}`)) {
                return text;
            }
        }

        await new Promise((resolve) => setTimeout(resolve, 100));
    }

    throw new Error(`No email about ${file} came.`);
}

test('a recipient who is added gets the next email, and none once removed', async () => {
    await signIn();
    await open('Cuenta');
    const address = page.getByLabel('Dirección de correo');
    await address.fill('no es una dirección');
    await address.press('Enter');
    await page.getByRole('alert').getByText('Escriba una sola dirección').waitFor();
    await assertAccessible();
    await address.fill('consejeria@univalle.example');
    await address.press('Enter');
    await page.getByText('consejeria@univalle.example recibirá el próximo correo.').waitFor();
    assert.equal(await page.getByText('Escriba una sola dirección').count(), 0);
    await assertAccessible();
    await send(csv('avisa.csv', header, row('A', 1)));
    const recipients = /^To: .*(?:\r?\n[ \t].*)*/m.exec(await emailAbout('avisa.csv'))[0];
    assert.match(recipients, /bienestar@univalle\.example/);
    assert.match(recipients, /consejeria@univalle\.example/);
    await open('Cuenta');
    await page.getByRole('button', { name: 'Quitar consejeria@univalle.example' }).click();
    await page.getByText('consejeria@univalle.example ya no recibirá correos.').waitFor();
    await send(csv('calla.csv', header, row('A', 1)));
    assert.doesNotMatch(await emailAbout('calla.csv'), /consejeria@/);
});

test('a student’s reasons open and close by the keyboard, and no address names the student', async () => {
    await signIn();
    await send(csv('razones.csv', header, ...students(20)));
    await page.getByRole('link', { name: 'Ver a quién llamar' }).click();
    const first = page.locator('table.calls tbody tr').first().getByRole('button');
    const id = await first.textContent();
    await first.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `Estudiante ${id}` }).waitFor();
    await page.getByText('Puesto 1 de 20').waitFor();
    await page.getByRole('columnheader', { name: 'Lo habitual (mediana)' }).waitFor();
    assert.ok(await page.locator('table.effects .raises').count() > 0);
    assert.equal(await page.locator('table.effects').getByText(/Sexo|Edad|Salud|pareja/).count(), 0);
    assert.doesNotMatch(page.url(), /EST/);
    await assertAccessible();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'A quién llamar' }).waitFor();
    await page.waitForFunction((text) => document.activeElement?.textContent === text, id);
});
