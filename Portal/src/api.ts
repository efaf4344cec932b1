import type { PortalConfig } from './types.js';

/** An answer other than 2xx, in the words of the API where it has some. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly retryAfterSeconds: number | null = null,
        readonly traceId: string | null = null,
    ) {
        super(message);
    }

    /** The browser could not reach the server at all. */
    get isOffline(): boolean {
        return this.status === 0;
    }
}

type Authorization = () => Promise<Record<string, string>>;

let authorize: Authorization = () => Promise.resolve({});

/** Sets how each call shows who it is from. */
export function authorizeWith(authorization: Authorization): void {
    authorize = authorization;
}

export async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(await authorize()), ...(init.headers as Record<string, string> | undefined) };
    let response: Response;
    try {
        response = await fetch(path, { ...init, headers, cache: 'no-store', credentials: 'omit' });
    } catch (failure) {
        if (failure instanceof DOMException && failure.name === 'AbortError') {
            throw failure;
        }

        throw new ApiError(0, '');
    }

    if (!response.ok) {
        throw await errorOf(response);
    }

    return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await call(path, signal ? { signal } : {})).json() as Promise<T>;
}

export async function sendJson<T>(method: 'POST' | 'PUT', path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    const init: RequestInit = { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    const response = await call(path, signal ? { ...init, signal } : init);
    return response.status === 204 ? (undefined as T) : (response.json() as Promise<T>);
}

export const config = (): Promise<PortalConfig> => getJson<PortalConfig>('/api/portal/config');

/** A part of a path: an institution's code or a file's name, folders kept. */
export function segment(name: string): string {
    return name.split('/').map(encodeURIComponent).join('/');
}

/** Saves what a call answers under a name; the key travels in a header, so a plain link cannot do it. */
export async function download(path: string, name: string): Promise<void> {
    save(await (await call(path)).blob(), name);
}

export function save(blob: Blob, name: string): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
}

/** Progress of an upload, 0 to 1; fetch cannot report it, so this is the older interface. */
export async function upload(path: string, form: FormData, progress: (share: number) => void, signal: AbortSignal): Promise<unknown> {
    const headers = await authorize();
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('POST', path);
        for (const [name, value] of Object.entries(headers)) {
            request.setRequestHeader(name, value);
        }

        request.upload.onprogress = (event) => { if (event.lengthComputable) { progress(event.loaded / event.total); } };
        request.onerror = () => { reject(new ApiError(0, '')); };
        request.onabort = () => { reject(new DOMException('Cancelled', 'AbortError')); };
        request.onload = () => {
            if (request.status >= 200 && request.status < 300) {
                resolve(JSON.parse(request.responseText));
            } else {
                reject(errorFrom(request.status, request.responseText, (name) => request.getResponseHeader(name)));
            }
        };
        signal.addEventListener('abort', () => { request.abort(); });
        request.send(form);
    });
}

async function errorOf(response: Response): Promise<ApiError> {
    return errorFrom(response.status, await response.text(), (name) => response.headers.get(name));
}

function errorFrom(status: number, body: string, header: (name: string) => string | null): ApiError {
    const retryAfter = Number(header('Retry-After'));
    return new ApiError(status, messageOf(body), retryAfter > 0 ? retryAfter : null, header('traceparent')?.split('-')[1] ?? null);
}

function messageOf(body: string): string {
    try {
        const problem = JSON.parse(body) as { detail?: string; error?: string };
        return problem.detail ?? problem.error ?? '';
    } catch {
        return '';
    }
}
