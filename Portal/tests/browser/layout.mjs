import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoOverflow, csv, header, open, page, send, signIn, students } from './world.mjs';

const spanish = ['Inicio', 'Subir', 'Archivos', 'A quién llamar', 'Resultados', 'Modelo', 'Cuenta'];
const english = ['Home', 'Upload', 'Files', 'Whom to call', 'Results', 'Model', 'Account'];

/** Opens each section, and a student from the list of calls. */
async function visit(sections, look) {
    for (const section of sections) {
        await open(section);
        await page.getByRole('heading', { level: 1, name: section }).waitFor();
        await page.waitForLoadState('networkidle');
        await look(section);
        if (section === sections[3]) {
            await page.locator('table.calls tbody button').first().click();
            await page.locator('av-student table.effects').waitFor();
            const hidden = await page.locator('av-student .scroll').evaluate((box) => box.scrollWidth - box.clientWidth);
            assert.ok(hidden <= 0, `${String(hidden)} px of a student's reasons lie beyond the edge`);
            await look(`${section}: a student`);
            await page.goBack();
        }
    }
}

for (const width of [320, 360, 768, 1200]) {
    test(`every section fits ${width} pixels and is accessible, by day and in the dark`, async () => {
        await signIn();
        await page.setViewportSize({ width, height: 800 });
        await send(csv(`ancho-${width}.csv`, header, ...students(5), 'MAL,x'));
        const isEnglish = width === 320;
        if (isEnglish) {
            await page.getByLabel('Idioma').selectOption('en');
        }

        await page.emulateMedia({ colorScheme: width === 768 || width === 360 ? 'dark' : 'light' });
        await visit(isEnglish ? english : spanish, async (where) => {
            await assertNoOverflow(where);
            await assertAccessible();
        });
    });
}
