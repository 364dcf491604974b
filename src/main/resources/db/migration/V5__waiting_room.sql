-- The waiting room before an intake: docs/FAIRNESS.md. Its functions and guards: R__ledger_room.sql.

CREATE TABLE waiting_room (
  intake_id   bigint PRIMARY KEY REFERENCES intake_gate,
  -- Where the draw's value will come from, as announced.
  rule        jsonb NOT NULL,
  pass_for    interval NOT NULL CHECK (pass_for > interval '0'),
  grace       interval NOT NULL CHECK (grace >= interval '0'),
  -- Families a second.
  least_rate  double precision NOT NULL CHECK (least_rate > 0),
  most_rate   double precision NOT NULL,
  set_rate    double precision CHECK (set_rate > 0),
  rate        double precision NOT NULL CHECK (rate > 0),
  -- The fastest of late: by this families reckon when to ask again.
  brisk       double precision NOT NULL CHECK (brisk > 0),
  most_inside int CHECK (most_inside > 0),
  paused_at   timestamptz,
  drained_at  timestamptz,
  entries     bigint NOT NULL DEFAULT 0,
  frozen_at   timestamptz,
  drawn       bigint,
  root        bytea,
  statement   text,
  rooted_at   timestamptz,
  evidence    text,
  seed        bytea,
  drawn_at    timestamptz,
  serving     bigint NOT NULL DEFAULT 0,
  owed        double precision NOT NULL DEFAULT 0,
  served_at   timestamptz,
  version     bigint NOT NULL DEFAULT 0,
  CHECK (most_rate >= least_rate),
  CHECK ((frozen_at IS NULL) = (drawn IS NULL)),
  CHECK (num_nonnulls(root, statement, rooted_at) IN (0, 3) AND (root IS NULL OR frozen_at IS NOT NULL)),
  CHECK (num_nonnulls(evidence, seed, drawn_at) IN (0, 3) AND (seed IS NULL OR root IS NOT NULL)),
  CHECK (serving BETWEEN 0 AND entries AND (serving = 0 OR seed IS NOT NULL OR drawn = 0))
) WITH (fillfactor = 50);

-- A number is given once and for good, from 1. Those up to `drawn` have the position that the draw gave them; of all others it is
-- the number itself.
CREATE TABLE waiting_entry (
  id          uuid PRIMARY KEY,
  intake_id   bigint NOT NULL REFERENCES waiting_room,
  number      bigint NOT NULL,
  account     text COLLATE "C" NOT NULL,
  salt        bytea NOT NULL CHECK (length(salt) = 16),
  entered_at  timestamptz NOT NULL,
  -- Of whoever was admitted or left after the draw.
  position    bigint,
  admitted_at timestamptz,
  admitted_by bigint,
  ended       text CHECK (ended IN ('LEFT', 'LAPSED', 'DONE')),
  ended_at    timestamptz,
  CHECK (num_nonnulls(admitted_at, admitted_by) IN (0, 2)),
  CHECK ((ended IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX number_once        ON waiting_entry (intake_id, number);
CREATE UNIQUE INDEX one_entry_at_once  ON waiting_entry (account, intake_id) WHERE ended IS NULL;
CREATE INDEX entries_of_account        ON waiting_entry (account, intake_id, number);
CREATE UNIQUE INDEX position_once      ON waiting_entry (intake_id, position) WHERE position IS NOT NULL;
CREATE INDEX ended_by_position         ON waiting_entry (intake_id, position) WHERE ended IS NOT NULL;

-- Every step of the pointer: when each position was reached.
CREATE TABLE waiting_step (
  intake_id bigint NOT NULL REFERENCES waiting_room,
  serving   bigint NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (intake_id, serving)
);
CREATE INDEX steps_by_time ON waiting_step (intake_id, at);

-- By what the claim was let in, where a waiting room stood before the intake.
ALTER TABLE reservation ADD COLUMN admitted_position bigint, ADD COLUMN admitted_pointer bigint;

-- One row for each entry of a batch: what became of it, and the entry that it speaks of.
CREATE TYPE waiting_outcome AS (
  ord int, outcome text, id uuid, intake_id bigint, number bigint, salt bytea, entered_at timestamptz, position bigint,
  admitted_at timestamptz, admitted_by bigint, ended text, expires_at timestamptz
);

-- A claim now says by what it was let in: made anew in R__ledger.sql.
DROP FUNCTION IF EXISTS claim_batch(uuid[], bigint[], text[], bytea[], bytea[], bytea[], text[], boolean[], text[], text[]);
