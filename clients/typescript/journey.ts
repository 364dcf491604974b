// One parent's morning, told with the client that is generated from the OpenAPI document:
//   KURSI_URL=http://localhost:8080 KURSI_TOKEN=$(bin/token citizen) npm run journey
// Every word of it is checked by the compiler against the document, and every answer against what it should be.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/kursi.js";

type AnyProblem = components["schemas"]["AnyProblem"];

const url = process.env["KURSI_URL"] ?? "http://localhost:8080";
const token = process.env["KURSI_TOKEN"] ?? assert.fail("Set KURSI_TOKEN to a citizen's token: bin/token citizen");

const everybody = createClient<paths>({ baseUrl: url });
const parent = createClient<paths>({
  baseUrl: url,
  headers: { Authorization: `Bearer ${token}`, "Accept-Language": "id" },
});

/** The client makes the id (RFC 9562, version 7), and keeps it until it has an answer. */
function uuid7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  const random = randomBytes(10);
  random[0] = (random[0]! & 0x0f) | 0x70;
  random[2] = (random[2]! & 0x3f) | 0x80;
  return `${time}${random.toString("hex")}`.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Sends the same request again for as long as it is told to come back: with the same id it counts once. */
async function untilAnswered<A extends { response: Response }>(ask: () => Promise<A>): Promise<A> {
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    const seconds = Number(answer.response.headers.get("Retry-After"));
    if (answer.response.status !== 503 || tries === 5) return answer;
    await new Promise((done) => setTimeout(done, seconds * 1000 * (1 + Math.random())));
  }
}

/** What a parent is shown: the service's own words, and what the problem's type adds. */
function shown(problem: AnyProblem): string {
  switch (problem.type) {
    case "/problems/slot-full":
      return `${problem.message.id} ${problem.nearest.map((slot) => slot.officeName).join(", ")}`;
    case "/problems/invalid-fields":
      return problem.errors.map((error) => `${error.field}: ${error.message.id}`).join("\n");
    default:
      return problem.message.id;
  }
}

function say(line: string): void {
  console.log(`  ${line}`);
}

// Ibu Rina opens the page. Nobody asks her to sign in to look.
const intakes = await everybody.GET("/v1/intakes");
assert.ok(intakes.data, "the list of intakes is public");
const intake = intakes.data.intakes.find((one) => one.allocation === "ARRIVAL" && one.state === "OPEN");
assert.ok(intake, "an intake by arrival is open: bin/dev loads one");
say(`${intake.title.id}: ${intake.free} of ${intake.capacity} seats are free`);

// Her phone keeps what it has read, and asks only whether it is still so.
const inIntake = { path: { code: intake.code } };
const slots = await everybody.GET("/v1/intakes/{code}/slots", { params: inIntake });
const etag = slots.response.headers.get("ETag");
assert.ok(slots.data && etag);
const again = await everybody.GET("/v1/intakes/{code}/slots", {
  params: { ...inIntake, header: { "If-None-Match": etag } },
});
assert.equal(again.response.status, 304, "nothing has changed meanwhile");
const [from, to] = slots.response.headers.get("Kursi-Ask-Again-Ms")!.split("-").map(Number);
assert.ok(from! > 0 && to! >= from!, "she is told when to ask again");
const slot = slots.data.slots.find((one) => one.free > 0);
assert.ok(slot, "some slot has a free seat");
say(`She chooses ${slot.officeName}, ${slot.label}: ${slot.free} free`);

// In her hurry she leaves out a digit, and hears at once what is wrong, in her own language.
const id = uuid7();
const inReservation = { params: { path: { id } } };
const born = new Date(Date.UTC(2013, 0, 1 + Math.floor(Math.random() * 365))).toISOString().slice(0, 10);
const [, month, day] = born.split("-");
const child = {
  // Invented: no NIK ends in 0000. The date of birth stands in its middle.
  nik: `3674${10 + Math.floor(Math.random() * 90)}${day}${month}130000`,
  name: "Siti Aminah",
  birthDate: born,
  guardianName: "Rina Wulandari",
  guardianPhone: "081234567890",
};
const slip = await parent.PUT("/v1/reservations/{id}", {
  ...inReservation,
  body: { slotId: slot.slotId, child: { ...child, nik: child.nik.slice(1) } },
});
assert.equal(slip.error?.type, "/problems/invalid-fields");
assert.equal(slip.response.headers.get("Content-Language"), "id");
say(shown(slip.error));

// She mends it. The seat is hers, for as long as the hold lasts.
const claim = () =>
  untilAnswered(() =>
    parent.PUT("/v1/reservations/{id}", { ...inReservation, body: { slotId: slot.slotId, child } }),
  );
const claimed = await claim();
assert.equal(claimed.response.status, 201, claimed.error && shown(claimed.error));
assert.ok(claimed.data?.holdUntil);
assert.equal(claimed.data.status, "HELD");
assert.equal(claimed.response.headers.get("Location"), `/v1/reservations/${id}`);
say(`Held until ${claimed.data.holdUntil}, receipt ${claimed.data.receipt}`);

// The line was bad, so her phone sends it again: the same seat, the same receipt, and no second one.
const repeated = await claim();
assert.equal(repeated.response.status, 200);
assert.deepEqual(repeated.data, claimed.data);
say("Sent twice, counted once");

// Her husband tries from the same account, not knowing: another id, the same child.
const twin = await parent.PUT("/v1/reservations/{id}", {
  params: { path: { id: uuid7() } },
  body: { slotId: slot.slotId, child },
});
assert.equal(twin.error?.type, "/problems/already-registered");
assert.equal(twin.error.reservation, id, "and it is told which one");
say(shown(twin.error));

// She confirms, twice for good measure.
for (const time of ["first", "second"]) {
  const confirmed = await untilAnswered(() => parent.PUT("/v1/reservations/{id}/confirmation", inReservation));
  assert.equal(confirmed.data?.status, "CONFIRMED", `the ${time} time`);
  assert.equal(confirmed.data.receipt, claimed.data.receipt);
}
say("Confirmed");

// In the evening she looks at it once more: it is in her list, and shows the child to her alone.
const mine = await parent.GET("/v1/reservations", { params: { query: { limit: 1 } } });
assert.equal(mine.data?.reservations[0]?.id, id);
assert.equal(mine.data.reservations[0].child, undefined, "a list names no child");
const one = await parent.GET("/v1/reservations/{id}", inReservation);
assert.equal(one.data?.child?.name, child.name);
assert.equal(one.data.child.nik, "*".repeat(12) + child.nik.slice(12));
const stranger = await everybody.GET("/v1/reservations/{id}", inReservation);
assert.equal(stranger.error?.type, "/problems/unauthenticated");
say("In her list; to others it does not exist");

console.log("1 passed, 0 failed");
