import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { apiTypes } from '../types.mjs';

test('the types are those of the API’s description (npm run types writes them anew)', async () => {
    assert.equal(await readFile(new URL('../src/api-types.ts', import.meta.url), 'utf8'), await apiTypes());
});
