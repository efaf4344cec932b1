// Written by types.mjs from Functions/Api/openapi.json; do not edit.

export interface InstitutionRequest {
    /** Code of the institution. */
    nombre_ies: string;
}

export interface Links {
    statusCode: number;
    /** A message, as the original's web client expects it. */
    body: string;
    data: Link[];
    /** There when more follow. */
    continuation?: string;
}

export interface Link {
    /** Reads this one blob, for an hour unless set otherwise. */
    url: string;
    /** Name of the file. */
    file_name: string;
    /** When it was written, UTC: yyyy MM dd HH:mm:ss. */
    date: string;
}

export interface Upload {
    /** For people. */
    message: string;
    /** Name as stored, with the institution. */
    name: string;
    /** Bytes. */
    size: number;
    /** Of the bytes received, lower-case hex. */
    sha256: string;
    /** Where the report will be. */
    report: string;
}

export interface UploadLinkRequest {
    /** Name of the file, with its extension .csv or .csv.gz. */
    file: string;
    /** Bytes that the file has. */
    size: number;
}

export interface UploadLink {
    /** Where to PUT the file, with the header x-ms-blob-type: BlockBlob. */
    url: string;
    /** Name that the file will have, with the institution; with the time in it where the name was taken. */
    name: string;
    /** Bytes that the file must have. */
    size: number;
    /** Until when the upload can begin. */
    expiresAt: string;
    /** Where the report will be. */
    report: string;
}

export interface Run {
    /** Name of the upload. */
    file: string;
    state: 'Waiting' | 'Running' | 'Done' | 'Rejected' | 'Failed';
    /** Data rows in the file. */
    read?: number;
    /** Students scored. */
    scored?: number;
    /** Students at risk. */
    atRisk?: number;
    /** Rows rejected. */
    rejected?: number;
    reading?: Reading;
    leading?: Leading;
    /** Name of the report. */
    report?: string;
    /** Name of the file with the rejected rows. */
    problems?: string;
    /** Why it failed or was refused. */
    error?: string;
    /** UTC; missing while nothing has happened yet. */
    startedAt?: string;
    /** UTC. */
    finishedAt?: string;
}

/** The students that the report begins with; missing where no capacity was set. */
export interface Leading {
    /** How many they are. */
    students: number;
    /** How many of them are marked as at risk. */
    atRisk: number;
    /** Probability of the last of them. */
    lowestScore: number;
    /** Whether each has reasons. */
    hasReasons: boolean;
    /** Share of the held-out students at risk whom a list as long in proportion found; missing where it is not known. */
    heldOutRecall?: number;
}

export interface Problem {
    /** What is wrong and what to do, in Spanish. */
    error: string;
    type?: string;
    title: string;
    status: number;
    detail?: string;
}

export interface Health {
    /** Whether all parts work. */
    ok: boolean;
    storage: PartHealth;
    model: PartHealth;
    mailer: PartHealth;
}

export interface PartHealth {
    ok: boolean;
    /** What the part says of itself. */
    says: string;
}

/** How to sign in. */
export interface PortalConfig {
    mode: 'Open' | 'Keys' | 'Oidc';
    maxUploadBytes: number;
    /** Where to sign in; only where the mode is Oidc. */
    oidc?: {
        authority: string;
        clientId: string;
        scope: string;
    };
}

/** Who calls. */
export interface Me {
    name: string;
    institutions: Institution[];
}

/** Uploads, newest first. */
export interface RunPage {
    runs: PageRun[];
    total: number;
    /** Absent on the last page. */
    continuation?: string;
}

/** One upload. */
export interface PageRun {
    file: string;
    state: 'Waiting' | 'Running' | 'Done' | 'Rejected' | 'Failed';
    read: number;
    scored: number;
    atRisk: number;
    rejected: number;
    report?: string;
    problems?: string;
    /** Why the file was refused or the last try failed, where no list of rejected rows says so; in the language of the institution. */
    error?: string;
    model?: string;
    modelVersion?: string;
    /** How the cohort differs from the training rows, and words that are new to the model: one sentence each, in the language of the institution. */
    warnings: string[];
    /** How many students of the highest probabilities the report begins with; missing where no capacity was set. */
    leading?: number;
    /** How many of those are marked as at risk. */
    leadingAtRisk?: number;
    email?: 'Waiting' | 'Sent' | 'Failed' | 'NoRecipient';
    startedAt?: string;
    finishedAt?: string;
}

/** Which students of a report. */
export interface StudentsRequest {
    /** How many of the list to pass over. */
    from: number;
    /** How many to answer, at most 1000. */
    count: number;
    /** How many can be called, 1 to 20000. */
    capacity: number;
    /** Only students with this reason. */
    reason?: string;
    /** Only students of this programme, as getProgrammes names it. */
    programme?: string;
    /** Only ids that contain this. */
    text?: string;
}

/** Students by probability. */
export interface Students {
    students: Student[];
    /** Students in the report. */
    total: number;
    /** Students of the list that the filters leave. */
    matching: number;
}

/** One student. */
export interface Student {
    order: number;
    id: string;
    /** Probability of risk, 0 to 1. */
    score: number;
    /** What raises it most, strongest first. */
    reasons: Reason[];
    /** In the report before; absent where the id is not in it. */
    previousScore?: number;
}

/** What the students of a list can be filtered by. */
export interface Programmes {
    /** The column as the upload names it; missing where there is nothing to choose from. */
    column?: string;
    /** In the order of their names; 2 to 100, or none. */
    values: Programme[];
}

/** One programme of a list. */
export interface Programme {
    value: string;
    /** Students of the list. */
    students: number;
}

/** What a list of the first students promises. */
export interface CallList {
    capacity: number;
    lowestScore: number;
    /** How many of them are expected to be at risk. */
    expected: number;
    /** Lower end of the 90 % interval. */
    expectedLow: number;
    /** Upper end. */
    expectedHigh: number;
    /** Of those at risk among held-out students, the share that a list as long in proportion found; absent where that was not measured. */
    heldOutRecall?: number;
}

/** A model. */
export interface Model {
    name: string;
    version: string;
    date: string;
    target: string;
    rows: number;
    baseRate: number;
    /** At risk when the score is strictly above it, 0 to 1; with thresholds by group, that of all other students. */
    threshold: number;
    groupThresholds?: GroupThresholds;
    fit: string;
    metrics: Record<string, number>;
    features: Feature[];
    attribution?: string;
}

/** One call. */
export interface AuditEntry {
    at: string;
    caller: string;
    action: string;
    file?: string;
    result: string;
}

/** Why a row or a file cannot be read. */
export interface RowProblem {
    /** From 1; 0 when the whole file is meant. */
    line: number;
    column?: string;
    found: string;
    expected: string;
}

/** How a file would be read. */
export interface Preview {
    reading?: Reading;
    columns: PreviewColumn[];
    rows: number;
    problems: RowProblem[];
    refused?: RowProblem;
    question?: Question;
}

/** An institution's preferences. */
export interface Preferences {
    inForce: PreferenceValues;
    chosen: ChosenPreferences;
    configured: PreferenceValues;
    /** To be sent back with a change. */
    version: string;
}

/** How reports and emails are written. */
export interface PreferenceValues {
    language: 'Spanish' | 'English';
    /** IANA name, such as America/Bogota. */
    timeZone: string;
    attachment: 'Csv' | 'Xlsx' | 'None';
}

/** What an institution chose; a missing field goes by the settings. */
export interface ChosenPreferences {
    language?: 'Spanish' | 'English';
    /** IANA name, such as America/Bogota. */
    timeZone?: string;
    attachment?: 'Csv' | 'Xlsx' | 'None';
}

/** What the institution chooses. */
export interface PreferencesRequest {
    language?: 'Spanish' | 'English';
    /** IANA name, such as America/Bogota. */
    timeZone?: string;
    attachment?: 'Csv' | 'Xlsx' | 'None';
    /** The version that the caller saw; 409 where it is not the newest. Without it any version is replaced. */
    version?: string;
}

/** Who gets an institution's report emails. */
export interface Recipients {
    /** Addresses of the server's settings. */
    configured: string[];
    /** Those that the institution added. */
    added: Recipient[];
}

/** A recipient that the institution added. */
export interface Recipient {
    id: string;
    email: string;
    addedAt: string;
}

/** What became of a test email. */
export interface TestEmail {
    /** How many addresses it went to. */
    recipients: number;
    /** Why single addresses were refused while others got it. */
    refused: string[];
}

/** The address to add. */
export interface RecipientRequest {
    /** One bare address. */
    email: string;
}

/** A recipient with the fields of the original web client. */
export interface OriginalRecipient {
    id: string;
    /** Name of the institution. */
    university: string;
    email: string;
}

/** The address to add, as the original web client sends it. */
export interface OriginalRecipientRequest {
    /** One bare address. */
    email: string;
    /** Not read: the name is the one of the settings. */
    university?: string;
    /** Code of the institution. */
    u_prefix: string;
}

/** An institution that the caller may act for. */
export interface Institution {
    code: string;
    name: string;
    /** What the caller may do there. */
    roles: ('registro' | 'consejeria' | 'direccion' | 'administracion')[];
    /** IANA name of the zone that its times are shown in. */
    timeZone: string;
}

/** What raises the risk, in the words of the report. */
export interface Reason {
    label: string;
    value: string;
}

/** What the reader decided about a file. */
export interface Reading {
    /** Line of the header, from 1; missing for a file without one. */
    headerLine?: number;
    /** What separates the columns; missing for a workbook. */
    separator?: string;
    /** The workbook's sheet. */
    sheet?: string;
    /** UTF-8, UTF-16, Windows-1252, Mac Roman or CP850. */
    encoding?: string;
    /** The column with the students' ids, as the file names it. */
    idColumn?: string;
    /** Columns that nothing was read from. */
    ignoredColumns: string[];
    /** Lines that are not students, by kind. */
    skipped: {
        aboveHeader: number;
        blank: number;
        description: number;
        repeatedHeader: number;
        totals: number;
        total: number;
    };
    /** Rows whose id was in the file before. */
    repeatedIds: number;
    /** Rows that the spreadsheet hides; they were read as the others. */
    hiddenRows: number;
    /** Ids among the first rows with fewer digits than the others, as if leading zeros were lost. */
    shorterIds: number;
}

/** One column of a file, and what it was taken for. */
export interface PreviewColumn {
    /** Its name in the header; empty where it has none. */
    name: string;
    /** The feature's label; absent for the id and for columns that nothing is read from. */
    label?: string;
    isId: boolean;
    /** Its cells in the first rows after the header, at most five. */
    examples: string[];
}

/** Thresholds by group of students, with who decided on them and what they cost. */
export interface GroupThresholds {
    decidedBy: string;
    /** Labels of the features whose values make the groups. */
    columns: string[];
    groups: GroupThreshold[];
    before: ThresholdYield;
    after: ThresholdYield;
}

/** The threshold of one group. */
export interface GroupThreshold {
    parts: GroupPart[];
    /** At risk when the score is strictly above it, 0 to 1. */
    threshold: number;
    /** How many of the training rows are of the group. */
    students: number;
}

/** What one feature says of a group: a word, or a range of numbers. */
export interface GroupPart {
    label: string;
    word?: string;
    /** Lowest number, inclusive. */
    from?: number;
    /** Upper end, exclusive. */
    below?: number;
}

/** What a threshold finds and how often it is right among held-out students, 0 to 1. */
export interface ThresholdYield {
    recall: number;
    precision: number;
}

/** An input of the model. */
export interface Feature {
    label: string;
    actionable: boolean;
}

/** Which student. */
export interface StudentRequest {
    /** As the upload has it. */
    id: string;
}

/** Why one student stands where the report has them. */
export interface StudentDetail {
    /** Place by probability, from 1. */
    order: number;
    id: string;
    /** Probability of risk, 0 to 1. */
    score: number;
    /** How many the report has. */
    students: number;
    /** Whole; or why only the reasons of the report are known: another version of the model is in use, the upload was erased or replaced, or the scorer has no reasons. */
    explanation: 'Whole' | 'ModelChanged' | 'UploadChanged' | 'NoReasons';
    /** What the report itself names. */
    reasons: Reason[];
    /** Whether the score leaves only one outcome open; absent where the model does not know. */
    isSure?: boolean;
    /** What raises the risk and what lowers it, strongest first. */
    effects: StudentEffect[];
    /** The part of the score that is not named: sensitive features and small effects. */
    otherData: number;
    /** The same id in the reports before, newest first. */
    earlier: EarlierScore[];
}

/** One feature's part in a student's score. */
export interface StudentEffect {
    label: string;
    value: string;
    /** The middle value of the training rows; absent for categories. */
    median?: string;
    /** Contribution to the log-odds of the probability; above zero it raises the risk. */
    effect: number;
    /** Whether somebody can act on it, or it shows that somebody should call. */
    actionable: boolean;
}

/** The same student in an earlier report. */
export interface EarlierScore {
    file: string;
    at: string;
    score: number;
}

/** A choice that the file leaves open. */
export interface Question {
    kind: 'IdColumn' | 'Sheet';
    /** Names of columns or sheets, as the file has them. */
    choices: string[];
}

/** A share with its 95 % interval (Wilson); value, low and high are missing where nobody was counted. */
export interface Share {
    hits: number;
    of: number;
    value?: number;
    low?: number;
    high?: number;
}

/** What calling a list of students would have found. */
export interface ListMeasure {
    called: number;
    /** Those of them with an outcome. */
    measured: number;
    precision: Share;
    recall: Share;
    lift?: number;
}

/** How a past report did. */
export interface Outcomes {
    file: string;
    scoredAt: string;
    measuredAt: string;
    /** The report was made anew since it was measured. */
    isOutdated: boolean;
    /** The same in words, in the institution's language. */
    sentences: string[];
    measured: OutcomeReport;
}

/** Measures of a past report. */
export interface OutcomeReport {
    /** In the report. */
    students: number;
    /** Those with an outcome. */
    measured: number;
    atRisk: number;
    /** What was read of the file: rows, withoutOutcome, withoutId, repeated, contradicting (none of them counts), contradictingLines, notInReport. */
    labels: {
        rows: number;
        withoutOutcome: number;
        withoutId: number;
        repeated: number;
        contradicting: number;
        notInReport: number;
        contradictingLines: number[];
    };
    auc?: number;
    /** Standard error of the AUC. */
    aucError?: number;
    brier: number;
    calibrationError: number;
    reported: ListMeasure;
    atCapacity: ListMeasure;
    along: ListMeasure[];
    deciles: CalibrationDecile[];
    groups: OutcomeGroup[];
    /** The AUC of the card of the model that scored: measured on a later period where the card has one, else cross-validated. */
    card?: {
        model: string;
        version: string;
        auc: number;
        /** Over the folds; of a later period, its standard error by the number of students. */
        aucSd: number;
        /** The later period; absent where the AUC is the cross-validated one. */
        period?: string;
        /** All periods after it were measured too. */
        andLater?: boolean;
    };
    /** The AUC is more than aucSd below the card's. */
    shouldRetrain?: boolean;
}

/** One tenth of the students: what the scores promised, and what came about. */
export interface CalibrationDecile {
    decile: number;
    count: number;
    meanScore: number;
    atRisk: Share;
}

/** How a report did for one group of students. */
export interface OutcomeGroup {
    column: string;
    group: string;
    count: number;
    isFew: boolean;
    baseRate: number;
    auc?: number;
    found: Share;
    falseAlarms: Share;
    meanScore: number;
}

/** Rows of one file. */
export interface StudentRows {
    /** Names of the columns; empty for a file without a header. */
    header: string[];
    rows: ({
        /** 1-based line of the file. */
        line: number;
        cells: string[];
        /** Another sheet of the workbook than the one that was read. */
        sheet?: string;
    })[];
}

/** All that is stored about one student. */
export interface StudentExport {
    files: ({
        /** Name of the upload. */
        file: string;
        upload?: StudentRows;
        report?: StudentRows;
        problems?: StudentRows;
        outcomes?: StudentRows;
        /** What to do where the file names the student and its rows cannot be told apart. */
        note?: string;
    })[];
}

/** What an erasure did. */
export interface StudentErased {
    /** Whether nothing that names the student is left. */
    complete: boolean;
    message: string;
    files: ({
        file: string;
        upload: number;
        report: number;
        problems: number;
        outcomes: number;
        /** What else a workbook lost: one that may name the student outside the rows is made anew of the values of the sheet that was read. */
        note?: string;
    })[];
    left: ({
        file: string;
        /** Why it is left, and what to do. */
        note: string;
    })[];
    /** Emails that were deleted from the pickup folder. */
    emails: number;
}
