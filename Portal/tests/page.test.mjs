// The page in Chromium against the built app: all tests share one app, so that they take little time.
import './browser/signing-in.mjs';
import './browser/uploading.mjs';
import './browser/files.mjs';
import './browser/calling.mjs';
import './browser/results.mjs';
import './browser/states.mjs';
import './browser/layout.mjs';
import './browser/other-origin.mjs';
import './browser/issuer.mjs';
