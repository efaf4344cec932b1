// Writes the types of the API's answers from its description: `npm run types`. A test holds src/api-types.ts to it.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const description = new URL('../Functions/Api/openapi.json', import.meta.url);
const target = new URL('./src/api-types.ts', import.meta.url);

const comment = (schema, indent) => (schema.description === undefined ? '' : `${indent}/** ${schema.description} */\n`);

function typeOf(schema, indent) {
    if (schema.$ref !== undefined) {
        return schema.$ref.split('/').pop();
    }

    if (schema.enum !== undefined) {
        return schema.enum.map((value) => `'${value}'`).join(' | ');
    }

    switch (schema.type) {
        case 'array': return arrayOf(typeOf(schema.items, indent));
        case 'object': return objectOf(schema, indent);
        case 'integer': return 'number';
        case 'string': case 'number': case 'boolean': return schema.type;
        default: throw new Error(`No type is known for ${JSON.stringify(schema)}.`);
    }
}

const arrayOf = (item) => (/[ |{]/.test(item) ? `(${item})[]` : `${item}[]`);

function objectOf(schema, indent) {
    if (schema.additionalProperties !== undefined) {
        return `Record<string, ${typeOf(schema.additionalProperties, indent)}>`;
    }

    const inner = `${indent}    `;
    const fields = Object.entries(schema.properties ?? {}).map(([name, field]) =>
        `${comment(field, inner)}${inner}${name}${(schema.required ?? []).includes(name) ? '' : '?'}: ${typeOf(field, inner)};\n`);
    return `{\n${fields.join('')}${indent}}`;
}

/** The source text of src/api-types.ts. */
export async function apiTypes() {
    const { components } = JSON.parse(await readFile(description, 'utf8'));
    const types = Object.entries(components.schemas).map(([name, schema]) => `${comment(schema, '')}export interface ${name} ${objectOf(schema, '')}\n`);
    return `// Written by types.mjs from Functions/Api/openapi.json; do not edit.\n\n${types.join('\n')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await writeFile(target, await apiTypes());
}
