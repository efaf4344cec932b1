import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const read = async (language) => Object.fromEntries([...(await readFile(new URL(`../src/words.${language}.ts`, import.meta.url), 'utf8')).matchAll(/^ {4}(\w+): '(.*)',$/gm)].map((match) => [match[1], match[2]]));
const fields = (text) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

test('both languages have the same texts with the same fields', async () => {
    const [es, en] = [await read('es'), await read('en')];
    assert.ok(Object.keys(es).length > 100);
    assert.deepEqual(Object.keys(en), Object.keys(es));
    for (const [key, text] of Object.entries(es)) {
        assert.deepEqual(fields(en[key]), fields(text), key);
    }
});
