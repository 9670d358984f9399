// One JSON object on stdin, one on stdout; all cryptography is @wecom/crypto's.
//
// {"do": "encrypt", token, key, id, timestamp, nonce, message} -> {encrypt, msg_signature, signature}
// {"do": "decrypt", token, key, timestamp, nonce, encrypt} -> {message, id, msg_signature}
'use strict';

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const { decrypt, encrypt, getSignature } = createRequire(join(process.cwd(), '/'))('@wecom/crypto');

const actions = {
  encrypt({ token, key, id, timestamp, nonce, message }) {
    const cipher = encrypt(key, message, id);
    return {
      encrypt: cipher,
      msg_signature: getSignature(token, timestamp, nonce, cipher),
      signature: getSignature(token, timestamp, nonce, ''),
    };
  },
  decrypt({ token, key, timestamp, nonce, encrypt: cipher }) {
    const { message, id } = decrypt(key, cipher);
    return { message, id, msg_signature: getSignature(token, timestamp, nonce, cipher) };
  },
};

const asked = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(actions[asked.do](asked)));
