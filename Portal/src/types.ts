/** The API's answers, as openapi.json describes them. */

export interface PortalConfig {
    mode: 'Keys' | 'Oidc' | 'Open';
    maxUploadBytes: number;
    oidc?: { authority: string; clientId: string; scope: string };
}

export type Language = 'es' | 'en';

export interface Institution {
    code: string;
    name: string;
}

export interface Me {
    name: string;
    institutions: Institution[];
}

export type RunState = 'Waiting' | 'Running' | 'Done' | 'Rejected' | 'Failed';

export interface Run {
    file: string;
    state: RunState;
    read: number;
    scored: number;
    atRisk: number;
    rejected: number;
    report?: string;
    problems?: string;
    model?: string;
    email?: 'Waiting' | 'Sent' | 'Failed' | 'NoRecipient';
    startedAt?: string;
    finishedAt?: string;
}

export interface ReaderDecisions {
    headerLine?: number;
    encoding?: string;
    separator?: string;
    sheet?: string;
    idColumn?: string;
    ignoredColumns: string[];
    skipped: { total: number };
}

export interface RunPage {
    runs: Run[];
    total: number;
    continuation?: string;
}

export interface Problem {
    line: number;
    column?: string;
    found: string;
    expected: string;
}

export interface Preview {
    reading?: ReaderDecisions;
    columns: { name: string; label?: string; isId: boolean }[];
    rows: number;
    problems: Problem[];
    refused?: Problem;
}

export interface Reason {
    label: string;
    value: string;
}

export interface Student {
    order: number;
    id: string;
    score: number;
    reasons: Reason[];
    previousScore?: number;
}

export interface StudentPage {
    students: Student[];
    total: number;
    matching: number;
}

export interface CallList {
    capacity: number;
    lowestScore: number;
    expected: number;
    expectedLow: number;
    expectedHigh: number;
}

export interface ModelFacts {
    name: string;
    version: string;
    date: string;
    target: string;
    rows: number;
    baseRate: number;
    threshold: number;
    fit: string;
    metrics: Record<string, number>;
    features: { label: string; actionable: boolean }[];
    attribution?: string;
}

export interface AuditEntry {
    at: string;
    caller: string;
    action: string;
    file?: string;
    result: string;
}

export interface Health {
    ok: boolean;
    [part: string]: boolean | { ok: boolean; says: string };
}
