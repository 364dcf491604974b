-- The ledger: the record of every seat. DESIGN: docs/ARCHITECTURE.md, "The ledger". Its functions and
-- views: R__ledger.sql.

CREATE TABLE intake_gate (
  intake_id         bigint PRIMARY KEY REFERENCES intake,
  allocation        text NOT NULL CHECK (allocation IN ('ARRIVAL', 'RANKED')),
  opens_at          timestamptz NOT NULL,
  closes_at         timestamptz NOT NULL,
  hold_for          interval,
  hold_deadline     timestamptz,
  seats_per_account int NOT NULL CHECK (seats_per_account > 0),
  waits_per_account int NOT NULL CHECK (waits_per_account >= 0),
  wait_limit        int NOT NULL CHECK (wait_limit >= 0),
  paused_at         timestamptz,
  notice_id         text,
  notice_en         text,
  CHECK (closes_at > opens_at),
  CHECK (num_nonnulls(hold_for, hold_deadline) = 1),
  CHECK (hold_for > interval '0'),
  CHECK (hold_deadline >= closes_at),
  CHECK ((paused_at IS NULL) = (notice_id IS NULL) AND (paused_at IS NULL) = (notice_en IS NULL))
);

CREATE TABLE slot_ledger (
  slot_id    bigint PRIMARY KEY REFERENCES slot,
  intake_id  bigint NOT NULL REFERENCES intake_gate,
  gated      boolean NOT NULL,
  capacity   int NOT NULL CHECK (capacity >= 0),
  taken      int NOT NULL DEFAULT 0 CHECK (taken >= 0),
  waiting    int NOT NULL DEFAULT 0,
  wait_limit int NOT NULL,
  last_seq   bigint NOT NULL DEFAULT 0,
  last_wait  bigint NOT NULL DEFAULT 0,
  entries    bigint NOT NULL DEFAULT 0,
  version    bigint NOT NULL DEFAULT 0,
  CONSTRAINT never_oversold CHECK (NOT gated OR taken <= capacity),
  CONSTRAINT wait_list_bounded CHECK (waiting BETWEEN 0 AND wait_limit)
) WITH (fillfactor = 50);
CREATE INDEX slots_of_intake ON slot_ledger (intake_id);

-- The slot and its intake are checked for a whole batch at once (guard_added): a foreign key each would look them up once for
-- every row, which took a third of a claim's time.
CREATE TABLE reservation (
  id         uuid PRIMARY KEY,
  intake_id  bigint NOT NULL,
  slot_id    bigint NOT NULL,
  account    text COLLATE "C" NOT NULL,
  holder     bytea NOT NULL,
  print      bytea NOT NULL,
  sealed     bytea NOT NULL,
  receipt    text COLLATE "C" NOT NULL,
  status     text COLLATE "C" NOT NULL CHECK (status IN
               ('WAITING', 'HELD', 'CONFIRMED', 'CANCELLED', 'EXPIRED', 'LAPSED', 'MOVED')),
  seq        bigint,
  wait_no    bigint,
  hold_until timestamptz,
  moved_from uuid REFERENCES reservation,
  moved_to   uuid REFERENCES reservation DEFERRABLE INITIALLY DEFERRED,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CHECK (seq IS NOT NULL OR status IN ('WAITING', 'CANCELLED', 'LAPSED')),
  CHECK (hold_until IS NOT NULL OR status <> 'HELD'),
  CHECK (wait_no IS NOT NULL OR status <> 'WAITING'),
  CHECK ((moved_to IS NOT NULL) = (status = 'MOVED'))
);
-- The column that tells most stands first, and look-ups write `intake_id + 0`: a plan made while the table is empty, and kept
-- by a connection, must not be able to choose an index by the intake alone, which is a scan of everybody in it.
CREATE UNIQUE INDEX one_live_per_child ON reservation (holder, intake_id) WHERE status IN ('HELD', 'CONFIRMED');
CREATE UNIQUE INDEX one_wait_per_slot  ON reservation (holder, slot_id) WHERE status = 'WAITING';
CREATE UNIQUE INDEX seq_once           ON reservation (slot_id, seq);
CREATE UNIQUE INDEX wait_order         ON reservation (slot_id, wait_no) WHERE status = 'WAITING';
CREATE UNIQUE INDEX receipt_once       ON reservation (receipt);
CREATE INDEX holds_due                 ON reservation (hold_until) WHERE status = 'HELD';
CREATE INDEX seats_of_account          ON reservation (account, intake_id) WHERE status IN ('HELD', 'CONFIRMED');
CREATE INDEX waits_of_account          ON reservation (account, intake_id) WHERE status = 'WAITING';
CREATE INDEX mine                      ON reservation (account, created_at, id);

-- What staff did to somebody's reservation, and why. Written with the change, in the same transaction.
CREATE TABLE reservation_act (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reservation_id uuid NOT NULL REFERENCES reservation,
  action         text NOT NULL,
  actor          text NOT NULL,
  reason         text NOT NULL CHECK (reason <> ''),
  at             timestamptz NOT NULL
);
CREATE INDEX acts_of_reservation ON reservation_act (reservation_id);

-- One row for each entry of a batch: what became of it, the reservation it speaks of, and its slot as it is now.
CREATE TYPE ledger_outcome AS (
  ord int, outcome text,
  id uuid, intake_id bigint, slot_id bigint, status text, seq bigint, wait_position bigint, hold_until timestamptz,
  receipt text, moved_from uuid, moved_to uuid, created_at timestamptz, changed_at timestamptz,
  counted_slot bigint, slot_capacity int, slot_taken int, slot_waiting int, slot_wait_limit int, slot_entries bigint, slot_version bigint
);
