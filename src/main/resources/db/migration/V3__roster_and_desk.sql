-- Rosters: children whose family was verified before the opening. An intake with a roster takes claims from it alone.
CREATE TABLE roster (
  holder    bytea NOT NULL,
  intake_id bigint NOT NULL REFERENCES intake_gate,
  account   text COLLATE "C" NOT NULL,
  PRIMARY KEY (holder, intake_id)
);
ALTER TABLE intake_gate ADD COLUMN rostered boolean NOT NULL DEFAULT false;

-- A child's ended reservations, for the help desk; live and waiting ones have indexes of their own. A claim pays nothing for it.
CREATE INDEX past_of_child ON reservation (holder) WHERE status IN ('CANCELLED', 'EXPIRED', 'LAPSED', 'MOVED');

-- A claim now says which officer makes it, where one does: made anew in R__ledger.sql.
DROP FUNCTION IF EXISTS claim_batch(uuid[], bigint[], text[], bytea[], bytea[], bytea[], text[], boolean[]);
