/** The student that was opened; in memory only, since an id never stands in an address. */
let chosen: { file: string; id: string } | null = null;

export function openStudent(file: string, id: string): void {
    chosen = { file, id };
}

export function chosenStudent(): { file: string; id: string } | null {
    return chosen;
}
