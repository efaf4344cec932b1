// Loaded into the servers of the tests (node --require): ends them when the process that started them has ended, however it did.
// That process holds the other end of their input, which the system closes with it.
process.stdin.on('end', () => process.exit()).on('error', () => process.exit());
process.stdin.resume();
