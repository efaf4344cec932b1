// Writes small Excel workbooks: sheets of texts and numbers, in a ZIP file without compression.
import { crc32 } from 'node:zlib';

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const cell = (value) => (/^\d+$/.test(value) ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${escape(value)}</t></is></c>`);
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A file for an upload; `sheets` maps names to lines of comma-separated cells. */
export function workbook(name, sheets) {
    const names = Object.keys(sheets);
    const parts = {
        '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            + names.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('') + '</Types>',
        '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
        'xl/workbook.xml': `<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets>`
            + names.map((sheet, index) => `<sheet name="${escape(sheet)}" sheetId="${index + 1}" r:id="r${index + 1}"/>`).join('') + '</sheets></workbook>',
        'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}">`
            + names.map((_, index) => `<Relationship Id="r${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('') + '</Relationships>',
    };
    names.forEach((sheet, index) => {
        const rows = sheets[sheet].map((line) => `<row>${line.split(',').map(cell).join('')}</row>`).join('');
        parts[`xl/worksheets/sheet${index + 1}.xml`] = `<worksheet xmlns="${spreadsheet}"><sheetData>${rows}</sheetData></worksheet>`;
    });
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return { name, mimeType, buffer: zip(parts) };
}

function zip(parts) {
    const [files, entries] = [[], []];
    let offset = 0;
    for (const [path, text] of Object.entries(parts)) {
        const [name, content] = [Buffer.from(path), Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)];
        const facts = Buffer.alloc(26);
        facts.writeUInt16LE(20, 0);
        facts.writeUInt32LE(crc32(content), 10);
        facts.writeUInt32LE(content.length, 14);
        facts.writeUInt32LE(content.length, 18);
        facts.writeUInt16LE(name.length, 22);
        files.push(Buffer.from('PK\x03\x04', 'latin1'), facts, name, content);
        const rest = Buffer.alloc(14);
        rest.writeUInt32LE(offset, 10);
        entries.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, name);
        offset += 4 + facts.length + name.length + content.length;
    }

    const directory = Buffer.concat(entries);
    const end = Buffer.alloc(18);
    end.writeUInt16LE(Object.keys(parts).length, 4);
    end.writeUInt16LE(Object.keys(parts).length, 6);
    end.writeUInt32LE(directory.length, 8);
    end.writeUInt32LE(offset, 12);
    return Buffer.concat([...files, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
