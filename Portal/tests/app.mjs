// Starts the built app on free ports with an Azurite of its own, and a browser that knows no other host.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const key = 'clave-de-prueba-0123456789';

/**
 * The address line's popups are pages that nobody sees, and cost each test a second of a processor. The rest is Playwright's own list,
 * whose place this takes.
 */
const withoutPopups = '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AvoidUnnecessaryBeforeUnloadCheckSync,'
    + 'DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,'
    + 'ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch';

/** The key of a role of univalle, or of the institution without files. */
export const keyOf = (name) => `clave-de-${name}-0123456789`;

const freePort = () => new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

/** Waits for a condition, at most a minute. */
async function until(what, holds) {
    for (let attempt = 0; !(await holds()); attempt++) {
        if (attempt === 300) {
            throw new Error(`This did not come: ${what}.`);
        }

        await new Promise((resolve) => setTimeout(resolve, 200));
    }
}

const isListening = (port) => new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); }).once('error', () => { resolve(false); });
});

function keySetting(shown, role = '') {
    const salt = Buffer.from([1, 2, 3, 4]);
    const hash = createHash('sha256').update(salt).update(shown).digest('base64');
    return `prueba|${salt.toString('base64')}|${hash}|2999-12-31${role}`;
}

/** @param {Record<string, string>} settings Beside, or in place of, those of the tests. */
export async function start(settings = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'antivirus-pagina-'));
    const [blobs, queues, tables, port] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const azurite = spawn(process.execPath, [join(root, 'node_modules/azurite/dist/src/azurite.js'), '--inMemoryPersistence', '--skipApiVersionCheck',
        '--silent', '--loose', '--disableTelemetry', '--blobPort', String(blobs), '--queuePort', String(queues), '--tablePort', String(tables)], { stdio: 'ignore' });
    const launched = chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', withoutPopups],
        // As people's browsers do, and Playwright does not: a window that nobody's click opens is blocked.
        ignoreDefaultArgs: ['--disable-popup-blocking'],
    });
    // An app whose storage is not there yet waits for it, far longer than this.
    await until('Azurite listens', async () => await isListening(blobs) && await isListening(queues));
    // The emulator's account and key are public: every Azurite has them.
    const account = 'devstoreaccount1';
    const secret = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
    const address = `http://127.0.0.1:${port}`;
    const app = spawn('dotnet', [join(process.env.PUBLISHED_APP ?? join(root, 'artifacts/bin/Functions/debug'), 'Antivirus.Functions.dll'), '--urls', address], {
        cwd: folder,
        stdio: 'ignore',
        env: {
            ...process.env,
            // An app of a minute does not earn back what measuring for later optimization costs: a third of its processor time.
            DOTNET_TieredPGO: '0',
            AntivirusStorage: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${secret};BlobEndpoint=http://127.0.0.1:${blobs}/${account};QueueEndpoint=http://127.0.0.1:${queues}/${account};`,
            Ies__univalle__Name: 'Universidad del Valle',
            Ies__univalle__Emails__0: 'bienestar@univalle.example',
            Auth__Keys__univalle__0: keySetting(key),
            Auth__Keys__univalle__1: keySetting(keyOf('consejeria'), '|consejeria'),
            Auth__Keys__univalle__2: keySetting(keyOf('direccion'), '|direccion'),
            Ies__vacia__Name: 'Universidad sin archivos',
            Auth__Keys__vacia__0: keySetting(keyOf('vacia')),
            // Small, so that a test can go beyond it.
            Api__MaxUploadBytes: '200000',
            Auth__RefusalMilliseconds: '1',
            LocalHost__RequestsPerMinute: '0',
            LocalHost__PollSeconds: '0.2',
            Email__PickupFolder: join(folder, 'correo'),
            ...settings,
        },
    });
    const [browser] = await Promise.all([launched, until('The app is healthy', async () => (await fetch(`${address}/health`).catch(() => null))?.ok)]);
    return {
        address,
        pid: app.pid,
        mailFolder: join(folder, 'correo'),
        browser,
        async stop() {
            await browser.close();
            const ended = new Promise((resolve) => app.once('exit', resolve));
            app.kill('SIGTERM');
            await ended;
            azurite.kill('SIGKILL');
            await rm(folder, { recursive: true, force: true });
        },
    };
}
