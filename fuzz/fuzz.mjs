// Sends requests to every operation of the OpenAPI document until the time is up, sound ones and such as something was done to,
// and ends with 1 where an answer is not one that the document names, or an operation was never carried out.
import fc from 'fast-check';
import { fault, operations } from './document.mjs';
import { apply, edit, sound } from './requests.mjs';
import { world } from './world.mjs';

const seconds = Number(process.env.FUZZ_SECONDS ?? 45);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const tally = new Map(operations.map(operation => [operation, new Map()]));
const faults = [];

async function answer(operation, { names, query, headers, json, raw }) {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(names[name]).toWellFormed()));
  const search = new URLSearchParams(query).toString();
  const stop = new AbortController();
  const slow = setTimeout(() => stop.abort(), 20_000);
  try {
    const response = await fetch(process.env.KURSI_URL + path + (search && `?${search}`), {
      method: operation.method, headers, signal: stop.signal, redirect: 'manual', ...(operation.bodies.length ? { body: raw ?? JSON.stringify(json) } : {}) });
    const type = (response.headers.get('content-type') ?? '').split(';')[0].trim();
    if (type !== 'text/event-stream') return { status: response.status, type, headers: response.headers, address: path.length + search.length, text: await response.text() };
    // A stream is open until somebody closes it: its beginning is enough.
    const { value } = await response.body.getReader().read();
    stop.abort();
    return { status: response.status, type, headers: response.headers, text: Buffer.from(value).toString() };
  } finally {
    clearTimeout(slow);
  }
}

const asked = operation => fc.asyncProperty(fc.nat(), fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: fc.array(edit, { minLength: 1, maxLength: 3 }) }), async (number, edits) => {
  const request = await sound(operation, number);
  edits.forEach(one => apply(request, operation, one));
  const got = await answer(operation, request).catch(failure => ({ status: 0, text: '', failure }));
  const kind = got.status === 503 ? `503 ${JSON.parse(got.text).type}` : got.status;
  tally.get(operation).set(kind, (tally.get(operation).get(kind) ?? 0) + 1);
  // An over-long body is refused before all of it was sent: the connection may end before the answer is read.
  // Too long for any operation, and refused before one is looked for.
  if (got.status === 414 && got.address > 4_000 && got.text === '') return;
  const wrong = got.failure ? (edits.some(one => one.kind === 'long') ? null : `no answer: ${got.failure.cause ?? got.failure}`) : fault(operation, got);
  if (wrong) throw new Error(`${wrong}\n  ${JSON.stringify({ ...request, headers: { ...request.headers, Authorization: undefined } }).slice(0, 700)}\n  ${got.text.slice(0, 500)}`);
});

await world.prepare();
const start = Date.now();
const ends = operation => (seconds * 1_000 * (operations.indexOf(operation) + 1)) / operations.length;
for (const operation of operations) {
  // A few of each on however slow a machine, the first of them sound; then as many as there is time for.
  const first = await fc.check(asked(operation), { seed, numRuns: 24, examples: [0, 1, 2, 3].map(number => [number, []]) });
  const outcome = first.failed ? first : await fc.check(asked(operation), { seed: seed + 1, numRuns: 100_000, interruptAfterTimeLimit: Math.max(1, start + ends(operation) - Date.now()), markInterruptAsFailure: false });
  // Without a counterexample the time was up before the first was answered.
  if (outcome.failed && outcome.counterexample) faults.push(`${operation.method} ${operation.path} (FUZZ_SEED=${seed}, edits ${JSON.stringify(outcome.counterexample[1]).slice(0, 300)}): ${outcome.errorInstance?.message ?? outcome.error}`);
  if (![...tally.get(operation).keys()].some(status => status >= 200 && status < 400)) faults.push(`${operation.method} ${operation.path} was never carried out`);
}

let requests = 0;
for (const [{ method, path }, statuses] of tally) {
  const sum = [...statuses.values()].reduce((one, other) => one + other, 0);
  requests += sum;
  const each = [...statuses].sort(([one], [other]) => String(one).localeCompare(String(other))).map(([status, count]) => `${status}: ${count}`);
  console.log(`${String(sum).padStart(6)}  ${method.padEnd(6)} ${path.padEnd(52)} ${each.join(', ')}`);
}
console.log(`${requests} requests to ${operations.length} operations, seed ${seed}`);
faults.forEach(one => console.error(`\n${one}`));
console.log(`${operations.length - new Set(faults.map(one => one.split(' ').slice(0, 2).join(' '))).size} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
