// A real SMTP server for the tests: smtp-server receives, mailparser reads what came, each in a file of its own.
// Settings come as JSON in the first argument: folder, certificate and key (PEM files), tlsFromTheStart, user, password, refuseEvery.
// The file 'faults' of the folder says how it misbehaves from now on; a test replaces it at any time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const settings = JSON.parse(process.argv[2]);
const faultsFile = join(settings.folder, 'faults');
const hidden = settings.certificate ? [] : ['STARTTLS'];
let received = 0;
const faults = () => JSON.parse(existsSync(faultsFile) ? readFileSync(faultsFile, 'utf8') : '{}');

const server = new SMTPServer({
  authOptional: !settings.user,
  disabledCommands: settings.user ? hidden : [...hidden, 'AUTH'],
  secure: settings.tlsFromTheStart,
  ...(settings.certificate ? { cert: readFileSync(settings.certificate), key: readFileSync(settings.key) } : {}),
  onAuth: (login, _session, answer) =>
    login.username === settings.user && login.password === settings.password && !faults().refuseLogin
      ? answer(null, { user: login.username })
      : answer(new Error('Wrong login')),
  onRcptTo: (address, _session, answer) => {
    const refusal = { 'nadie@univalle.example': [550, 'No such user'], 'ocupado@univalle.example': [450, 'Mailbox busy'] }[address.address];
    answer(refusal ? Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }) : null);
  },
  onData: async (stream, session, answer) => {
    const raw = await readWhole(stream);
    if (!raw) {
      return;
    }

    const number = ++received;
    if (settings.refuseEvery && number % settings.refuseEvery === 0) {
      answer(Object.assign(new Error('Try again later'), { responseCode: 451 }));
      return;
    }

    const { refuseAttachments, loseAnswerEvery } = faults();
    if (refuseAttachments && raw.includes('Content-Disposition: attachment')) {
      answer(Object.assign(new Error('5.3.4 Message too large'), { responseCode: 552 }));
      return;
    }

    const answerLost = Boolean(loseAnswerEvery) && number % loseAnswerEvery === 0;
    await keep(number, raw, session, answerLost);
    if (answerLost) {
      drop(session);
    } else {
      answer(null, 'queued as ' + number);
    }
  },
});

// Null where the client died amid its email, which has not arrived then.
async function readWhole(stream) {
  try {
    return Buffer.concat(await stream.toArray());
  } catch {
    return null;
  }
}

// The line breaks when the email is accepted, and before the client hears of it.
function drop(session) {
  [...server.connections].find((connection) => connection.session === session)?._socket.destroy();
}

async function keep(number, raw, session, answerLost) {
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
  const addresses = (field) => (field ? field.value.map((entry) => entry.address) : []);
  const message = {
    recipients: session.envelope.rcptTo.map((address) => address.address),
    receivedAt: new Date().toISOString(),
    answerLost,
    secure: session.secure,
    user: session.user ?? '',
    messageId: mail.messageId,
    subject: mail.subject,
    fromName: mail.from.value[0].name,
    from: mail.from.value[0].address,
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    replyTo: addresses(mail.replyTo),
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map((file) => ({
      name: file.filename,
      contentType: file.contentType,
      contentId: file.contentId ?? '',
      sha256: createHash('sha256').update(file.content).digest('hex'),
    })),
    maxLineLength: Math.max(...raw.toString('latin1').split('\r\n').map((line) => line.length)),
    bareLineEnds: raw.toString('latin1').replaceAll('\r\n', '').match(/[\r\n]/g)?.length ?? 0,
  };
  const file = join(settings.folder, String(number).padStart(6, '0') + '.json');
  writeFileSync(file + '.part', JSON.stringify(message));
  renameSync(file + '.part', file);
}

server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));
