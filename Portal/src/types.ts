/** What the page calls the API's answers; api-types.ts has all of them as the API's description has them. */
export type {
    AuditEntry,
    CallList,
    Health,
    Institution,
    Me,
    Model as ModelFacts,
    PageRun as Run,
    PortalConfig,
    Preview,
    Question,
    Reading as ReaderDecisions,
    Reason,
    Recipient,
    Recipients,
    RowProblem as Problem,
    RunPage,
    Student,
    StudentDetail,
    StudentEffect,
    Students as StudentPage,
    UploadLink,
} from './api-types.js';

export type Language = 'es' | 'en';
