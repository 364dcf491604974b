// Requests as the document describes them, and what can be done to them.
import fc from 'fast-check';
import { JSONSchemaFaker } from 'json-schema-faker';
import { randomBytes } from 'node:crypto';
import { world } from './world.mjs';

JSONSchemaFaker.option({ alwaysFakeOptionals: false, optionalsProbability: 0.5, useExamplesValue: false, failOnInvalidTypes: false, maxItems: 3 });

const pick = (list, seed) => list[seed % list.length];

/** Version 7: the time, then chance. */
export function uuid7() {
  const hex = Date.now().toString(16).padStart(12, '0') + '7' + randomBytes(10).toString('hex').slice(0, 3) + '8' + randomBytes(10).toString('hex').slice(0, 15);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A NIK of a child born on 17 May 2013. */
const nik = () => `3674${10 + Math.floor(Math.random() * 90)}170513${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;

/** What a schema cannot say: names of things that are there, and dates that fit together. */
const KNOWN = {
  nik,
  birthDate: () => '2013-05-17',
  slotId: seed => pick(world.slots, seed),
  id: (seed, value) => (typeof value === 'string' && value.length === 36 ? uuid7() : value),
  agency: () => 'fuzz',
  office: () => 'fuzz',
  service: () => 'fuzz',
  opensAt: () => '2020-01-01T00:00:00Z',
  closesAt: () => '2099-01-01T00:00:00Z',
  holdDeadline: () => undefined,
  draw: seed => pick([{ kind: 'DRAND' }, { kind: 'DICE', agreed: 'Before three witnesses' }, { kind: 'COMMIT_REVEAL', commitment: 'ab'.repeat(32) }], seed),
  // An answer to a question that nobody asks.
  challenge: () => undefined,
  leastPerMinute: () => 60,
  mostPerMinute: () => 6_000,
  evidence: () => world.secret,
  receipt: (seed, value, parent) => (parent.reason ? undefined : 'x'),
};

function mended(value, seed) {
  if (Array.isArray(value)) return value.map(item => mended(item, seed));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries({ ...(value.reason ? { nik: nik() } : {}), ...value }).map(([name, part]) =>
    [name, KNOWN[name] ? KNOWN[name](seed, part, value) : mended(part, seed)]));
}

/** A request that should be carried out. */
export async function sound(operation, seed) {
  const account = pick(world.accounts, seed);
  const body = operation.bodies.length ? pick(operation.bodies, seed) : null;
  const names = await world.names(operation, account, seed);
  // A voided seat needs a reason and nothing else; whoever looks at the desk names a child.
  const json = body?.type === 'application/json' ? mended(JSONSchemaFaker.generate(body.schema), seed) : null;
  if (json && ['findEntry', 'takePassForFamily'].includes(operation.id)) json.nik = world.assisted;
  else if (json && operation.id !== 'findReservations' && 'reason' in json) delete json.nik;
  if (operation.id === 'leaveWaitingRoomForFamily') names.id = await world.enteredForFamily(json.nik, names.code);
  return {
    names,
    query: {},
    headers: { ...(body ? { 'Content-Type': body.type } : {}), ...(operation.role ? { Authorization: `Bearer ${world.token(operation.role, account)}` } : {}) },
    json,
    raw: body && !json ? world.table(operation, seed) : null,
  };
}

const NASTY = ['', ' ', '\u0000', '\ud800', '\u202e', 'null', "' OR '1'='1", '<script>', '%00', '../..', '\\', '"', 'é'.repeat(300), 'x'.repeat(5_000), '0', '-1', '1e400', '9223372036854775807',
  '9223372036854775808', '007', '1.0', '+1', '٣', '2026-02-30T00:00:00Z', '2026-06-24T08:00:00', 'P1Y', 'PT0S', 'PT1.5S', '00000000-0000-0000-0000-000000000000', 'd9428888-122b-41e1-b85c-61e3c0b6a5b1'];
const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 300 }));
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.integer(), fc.double(), fc.constantFrom(null, [], {}, [[]], 1e308, -0, 2 ** 53, Number.MAX_SAFE_INTEGER, [null], Array(400).fill({})));
// What a client library lets through in a header.
const word = fc.oneof(fc.constantFrom('', '*', '*/*', 'application/json', 'text/csv', 'text/csv; charset=utf-16', 'application/xml', 'image/png', 'id', 'en;q=x', 'W/"0"', 'application/json; charset=utf-7', 'gzip', 'br;q=0'), fc.string({ maxLength: 60 }).map(s => s.trim()));

/** One thing done to a sound request. */
export const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set'), at: fc.nat(), value }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop'), at: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add'), at: fc.nat(), name: text, value }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut'), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bytes'), bytes: fc.uint8Array({ maxLength: 300 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('long'), size: fc.constantFrom(20_000, 70_000, 300_000) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('name'), at: fc.nat(), value: text }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('query'), at: fc.nat(), value: text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('header'), name: fc.constantFrom('Accept', 'Content-Type', 'Accept-Language', 'Accept-Encoding', 'If-None-Match', 'X-Request-Id', 'Prefer'), value: word }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('token'), value: fc.constantFrom('none', 'citizen', 'officer', 'admin', 'operator', 'x.y.z') }) });

function places(json, path = []) {
  if (json === null || typeof json !== 'object') return [];
  return Object.keys(json).flatMap(name => [{ parent: json, name }, ...places(json[name])]);
}

/** Changes the request where the edit fits it. */
export function apply(request, operation, { kind, at, value: drawn, name, bytes, size }) {
  // What is drawn is used again, and must not be changed by what follows.
  const value = structuredClone(drawn);
  const found = request.json ? places(request.json) : [];
  const spot = found.length ? found[at % found.length] : null;
  const names = Object.keys(request.names);
  const queries = operation.parameters.filter(p => p.in === 'query');
  const body = () => request.raw ?? JSON.stringify(request.json);
  if (kind === 'set' && spot) spot.parent[spot.name] = value;
  else if (kind === 'drop' && spot) delete spot.parent[spot.name];
  else if (kind === 'add' && spot) spot.parent[name] = value;
  else if (kind === 'cut' && operation.bodies.length) request.raw = body().slice(0, at % (body().length + 1));
  else if (kind === 'set' && typeof request.raw === 'string') request.raw = request.raw.replace(/,[^,\n]*/, () => `,${String(value)}`);
  else if (kind === 'bytes' && operation.bodies.length) request.raw = bytes;
  else if (kind === 'long' && operation.bodies.length) request.raw = body() + ' '.repeat(size);
  // An empty name or a dot makes another address.
  else if (kind === 'name' && names.length && !/^\.{0,2}$/.test(value)) request.names[names[at % names.length]] = value;
  else if (kind === 'query' && queries.length) request.query[queries[at % queries.length].name] = value;
  else if (kind === 'header') request.headers[name] = value;
  else if (kind === 'token') {
    if (value === 'none') delete request.headers.Authorization;
    else request.headers.Authorization = `Bearer ${value.includes('.') ? value : world.token(value, world.accounts[0])}`;
  }
}
