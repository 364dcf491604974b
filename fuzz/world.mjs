// What has to be there before a request can be carried out: accounts, intakes in every state, and seats to act upon.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { uuid7 } from './requests.mjs';

const url = process.env.KURSI_URL;
const tokens = Object.fromEntries(['citizen', 'officer', 'admin', 'operator'].map(role =>
  [role, readFileSync(`${process.env.FUZZ_TOKENS}/${role}`, 'utf8').trim().split('\n')]));
const NO_CHILD = { name: 'Siti', birthDate: '2013-05-17', guardianName: 'Budi', guardianPhone: '081234567890' };
let children = 0;

async function asked(method, path, role, body, account = 0) {
  const response = await fetch(url + path, {
    method, headers: { Authorization: `Bearer ${world.token(role, account)}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** An intake for each kind of request, so that none of them stands in another's way. */
const INTAKES = { putIntake: 'fuzz-put', putWindow: 'fuzz-window', pauseIntake: 'fuzz-paused', resumeIntake: 'fuzz-paused', putRoster: 'fuzz-roster', dropRoster: 'fuzz-roster', putSlot: 'fuzz-slots', putCapacity: 'fuzz-slots' };
const LINE = ['readWaitingRoom', 'readDraw', 'listenToWaitingRoom', 'readMyEntry', 'proveInclusion', 'takePass', 'readLine', 'setRate', 'dropRate', 'giveEvidence', 'listLeaves', 'findEntry', 'takePassForFamily'];
const ROOMS = { ...Object.fromEntries(LINE.map(id => [id, 'fuzz-line'])), enterWaitingRoom: 'fuzz-door', leaveWaitingRoom: 'fuzz-door', enterForFamily: 'fuzz-door', leaveWaitingRoomForFamily: 'fuzz-door', listAdmissions: 'fuzz-over', putWaitingRoom: 'fuzz-room', pauseLine: 'fuzz-still', resumeLine: 'fuzz-still', drainRoom: 'fuzz-drained' };
const secret = randomBytes(32);
const title = { id: 'Uji', en: 'Test' };
const rules = { service: 'fuzz', title, allocation: 'ARRIVAL', opensAt: '2020-01-01T00:00:00Z', closesAt: '2099-01-01T00:00:00Z', seatsPerAccount: 10_000, waitsPerAccount: 10_000, waitListLength: 20 };

export const world = {
  accounts: tokens.citizen.map((_, i) => i),
  token: (role, account) => tokens[role][account % tokens[role].length],
  slots: [],
  secret: secret.toString('hex'),
  /** A child for whom the desk is in the line. */
  assisted: '3173011705130000',

  async prepare() {
    await asked('PUT', '/v1/admin/agencies/fuzz', 'admin', { name: title });
    await asked('PUT', '/v1/admin/offices/fuzz', 'admin', { agency: 'fuzz', name: 'Uji' });
    await asked('PUT', '/v1/admin/services/fuzz', 'admin', { agency: 'fuzz', title });
    for (const code of new Set(['fuzz-open', 'fuzz-closed', ...Object.values(INTAKES)])) await asked('PUT', `/v1/admin/intakes/${code}`, 'admin', rules);
    const slot = async (code, track, capacity) => (await asked('PUT', `/v1/admin/intakes/${code}/slots`, 'admin', { office: 'fuzz', track, label: track, capacity })).slotId;
    this.slots = [await slot('fuzz-open', 'A', 1_000_000), await slot('fuzz-open', 'B', 1_000_000), await slot('fuzz-open', 'FULL', 1)];
    this.closed = await slot('fuzz-closed', 'A', 10);
    this.changing = await slot('fuzz-slots', 'A', 10);
    await this.claimed(0, this.closed);
    await asked('PUT', '/v1/admin/intakes/fuzz-closed/window', 'admin', { opensAt: rules.opensAt, closesAt: '2020-01-02T00:00:00Z' });
    await this.prepareRooms(slot);
  },

  /** Rooms before their opening, and one whose draw is made and whose line has come to everybody. */
  async prepareRooms(slot) {
    const draw = { kind: 'COMMIT_REVEAL', commitment: createHash('sha256').update(secret).digest('hex') };
    for (const code of new Set(Object.values(ROOMS))) {
      await asked('PUT', `/v1/admin/intakes/${code}`, 'admin', { ...rules, opensAt: '2098-01-01T00:00:00Z' });
      await asked('PUT', `/v1/operator/intakes/${code}/waiting-room`, 'operator', { draw, leastPerMinute: 6_000 });
    }
    // An officer acts where an office of theirs has a slot.
    for (const code of ['fuzz-line', 'fuzz-door']) await slot(code, 'A', 1_000);
    await this.enteredForFamily(this.assisted, 'fuzz-line');
    await asked('PUT', '/v1/admin/intakes/fuzz-over/window', 'admin', { opensAt: rules.opensAt, closesAt: '2020-01-02T00:00:00Z' });
    this.entries = await Promise.all(this.accounts.map(account => this.entered(account, 'fuzz-line')));
    await asked('PUT', '/v1/admin/intakes/fuzz-line/window', 'admin', { opensAt: rules.opensAt, closesAt: rules.closesAt });
    const told = path => fetch(`${url}/v1/intakes/fuzz-line/waiting-room${path}`);
    for (let tries = 0; !(await told('/draw')).ok; tries++) {
      if (tries === 30) throw new Error('the root of the draw was not published');
      await after(500);
    }
    await asked('PUT', '/v1/operator/intakes/fuzz-line/waiting-room/evidence', 'operator', { evidence: this.secret });
    for (let tries = 0; (await (await told('')).json()).serving <= this.accounts.length; tries++) {
      if (tries === 60) throw new Error('the line does not move');
      await after(500);
    }
  },

  /** The entry that the account has, or a new one. */
  async entered(account, code) {
    return (await asked('PUT', `/v1/intakes/${code}/waiting-room/entries/${uuid7()}`, 'citizen', {}, account)).id;
  },

  async enteredForFamily(nik, code) {
    return (await asked('PUT', `/v1/officer/intakes/${code}/waiting-room/entries/${uuid7()}`, 'officer', { nik, consent: 'signed' })).id;
  },

  async claimed(account, slot = this.slots[0]) {
    const id = uuid7();
    const number = String(children++).padStart(6, '0');
    // Areas that the requests themselves do not use: a child has one seat.
    await asked('PUT', `/v1/reservations/${id}`, 'citizen', { slotId: slot, child: { nik: `31${number.slice(0, 4)}170513${number.slice(4)}00`, ...NO_CHILD } }, account);
    return id;
  },

  /** The names in the path. */
  async names(operation, account, seed) {
    const names = {};
    for (const { name } of operation.parameters.filter(p => p.in === 'path')) {
      if (name === 'code') names.code = /agencies|offices|services/.test(operation.path) ? `fuzz-${seed % 50}` : INTAKES[operation.id] ?? ROOMS[operation.id] ?? 'fuzz-open';
      else if (name === 'slotId') names.slotId = operation.id === 'listAccepted' ? this.closed : this.changing;
      else if (LINE.includes(operation.id)) names.id = this.entries[account];
      else if (operation.id === 'leaveWaitingRoom') names.id = await this.entered(account, 'fuzz-door');
      else names.id = ['claimSeat', 'registerForFamily', 'enterWaitingRoom', 'leaveWaitingRoomForFamily'].includes(operation.id) ? uuid7() : await this.claimed(account);
    }
    return names;
  },

  /** A table as the document shows it, of things that are there. */
  table(operation) {
    return operation.bodies.find(body => body.type === 'text/csv').example.replace(/dinas-pendidikan|spmb-smp|SMPN-01/g, 'fuzz');
  },
};
