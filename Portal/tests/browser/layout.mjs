import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoOverflow, csv, header, open, page, send, settled, signIn, students } from './world.mjs';

const spanish = ['Inicio', 'Subir', 'Archivos', 'A quién llamar', 'Resultados', 'Modelo', 'Cuenta'];
const english = ['Home', 'Upload', 'Files', 'Whom to call', 'Results', 'Model', 'Account'];

/** Opens each section, and a student from the list of calls. */
async function visit(sections, look) {
    for (const section of sections) {
        await open(section);
        await page.getByRole('heading', { level: 1, name: section }).waitFor();
        await settled();
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

/** One width in each language and each theme; what is there is looked at once by day and once in the dark, since no width changes it. */
const looks = [
    { width: 320, isEnglish: true, isDark: false, isChecked: false },
    { width: 360, isEnglish: false, isDark: true, isChecked: true },
    { width: 768, isEnglish: false, isDark: true, isChecked: false },
    { width: 1200, isEnglish: true, isDark: false, isChecked: true },
];

for (const { width, isEnglish, isDark, isChecked } of looks) {
    test(`every section fits ${width} pixels${isChecked ? `, and is accessible ${isDark ? 'in the dark' : 'by day'}` : ''}`, async () => {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
        await signIn();
        await send(csv(`ancho-${width}.csv`, header, ...students(5), 'MAL,x'));
        if (isEnglish) {
            await page.getByLabel('Idioma').selectOption('en');
        }

        await visit(isEnglish ? english : spanish, async (where) => {
            await assertNoOverflow(where);
            if (isChecked) {
                await assertAccessible();
            }
        });
    });
}
