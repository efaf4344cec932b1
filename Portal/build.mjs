// Bundles the page: `node build.mjs OUT` writes OUT/index.html and OUT/assets/*, each asset named by its content's hash.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, '..', 'artifacts', 'portal');
await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'assets'), { recursive: true });

const result = await build({
    entryPoints: { app: join(here, 'src', 'main.ts'), page: join(here, 'src', 'page.css') },
    outdir: join(out, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // Lit's development build is far larger.
    conditions: ['production'],
});
const named = (name) => Object.keys(result.metafile.outputs).find((path) => new RegExp(`/${name}-[A-Z0-9]+\\.(js|css)$`).test(path)).split('/').pop();

// What the app needs at once is asked for with it, not only once it has been read: a way to the server and back less.
const needed = (name, found = new Set()) => {
    const [, output] = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith(`/${name}`));
    for (const { path } of output.imports.filter((one) => one.kind === 'import-statement')) {
        const file = path.split('/').pop();
        if (!found.has(file)) {
            needed(file, found.add(file));
        }
    }

    return found;
};
const preloads = [...needed(named('app'))].map((file) => `<link rel="modulepreload" href="/pagina/assets/${file}">\n`).join('');
const html = await readFile(join(here, 'src', 'index.html'), 'utf8');
await writeFile(join(out, 'index.html'), html.replace('{app}', named('app')).replace('{page}', named('page')).replace('{preloads}', preloads));
