/** The API's answers, as openapi.json describes them. */

export type Role = 'registro' | 'consejeria' | 'direccion' | 'administracion';

export interface PortalConfig {
    mode: 'Keys' | 'Oidc' | 'Open';
    languages: Language[];
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
    role: Role;
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
    error?: string;
    model?: string;
    threshold?: number;
    email?: 'Waiting' | 'Sent' | 'Failed' | 'NoRecipient';
    reading?: ReaderDecisions;
    startedAt?: string;
    finishedAt?: string;
}

export interface ReaderDecisions {
    headerLine?: number;
    encoding?: string;
    separator?: string;
    sheet?: string;
    idColumn?: string;
    ignoredColumns?: string[];
    skippedLines?: number;
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
    columns: { name: string; feature?: string; label?: string; isId: boolean }[];
    rows: string[][];
    missing: string[];
    candidates: string[];
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

export interface Capacity {
    students: number;
    capacity: number;
    lowestScore: number;
    expected: number;
    expectedLow: number;
    expectedHigh: number;
    heldOutRecall?: number;
    heldOutPrecision?: number;
}

export interface StudentDetail {
    id: string;
    score: number;
    order: number;
    total: number;
    target: string;
    contributions: Contribution[];
    history: { file: string; finishedAt: string; score: number }[];
}

export interface Contribution {
    label: string;
    value?: string;
    median?: string;
    effect: number;
    actionable: boolean;
}

export interface Recipients {
    to: string[];
    cc: string[];
    language: Language;
    attachment: string;
    fromSettings: boolean;
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
    metrics: Record<string, { mean: number; sd: number }>;
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

export interface Outcome {
    file: string;
    matched: number;
    unmatched: number;
    withoutOutcome: number;
    left: number;
    stayed: number;
    notCounted: number;
    auc?: number;
    cardAuc?: number;
    retrain: boolean;
    atCapacity: { capacity: number; precision: Interval; recall: Interval; lift: number }[];
    calibration: { from: number; to: number; students: number; predicted: number; observed: number }[];
}

export interface Interval {
    value: number;
    low: number;
    high: number;
}

export interface Health {
    ok: boolean;
    [part: string]: boolean | { ok: boolean; says: string };
}
