-- The ledger's functions, guards and views: made anew by Flyway whenever this file changes.
--
-- Rules that every function below keeps:
--  * one call is one transaction and one round trip, so a client that dies half-way keeps no hot lock;
--  * locks come first and in statements of their own (gates by intake id, then slots by id): under READ COMMITTED each
--    statement of a function sees what was committed before it began, so checks made after the locks see everything;
--  * the clock is the database's, read after the locks (clock_timestamp(), never now()), and stands still in a paused intake;
--  * a slot's version grows with every change of its counts; `entries` counts the reservations ever written for it.

-- ---------------------------------------------------------------------------------------------- guards
-- The second guard of the invariants: the functions below keep them, and these refuse what a mistake in them would do.

CREATE OR REPLACE FUNCTION guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.intake_id, NEW.slot_id, NEW.account, NEW.holder, NEW.print, NEW.receipt, NEW.moved_from, NEW.created_at,
      NEW.admitted_position, NEW.admitted_pointer)
     IS DISTINCT FROM
     (OLD.id, OLD.intake_id, OLD.slot_id, OLD.account, OLD.holder, OLD.print, OLD.receipt, OLD.moved_from, OLD.created_at,
      OLD.admitted_position, OLD.admitted_pointer)
     OR (OLD.seq IS NOT NULL AND NEW.seq IS DISTINCT FROM OLD.seq) THEN
    RAISE check_violation USING MESSAGE = 'a reservation keeps what it was made with', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
       ('WAITING', 'HELD'), ('WAITING', 'CANCELLED'), ('WAITING', 'LAPSED'),
       ('HELD', 'CONFIRMED'), ('HELD', 'CANCELLED'), ('HELD', 'EXPIRED'), ('HELD', 'MOVED'),
       ('CONFIRMED', 'CANCELLED'), ('CONFIRMED', 'MOVED')) THEN
    RAISE check_violation USING MESSAGE = 'no such step: ' || OLD.status || ' to ' || NEW.status, CONSTRAINT = 'steps';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_step BEFORE UPDATE ON reservation FOR EACH ROW EXECUTE FUNCTION guard_step();

-- What was added by one statement, all of it at once: each reservation stands in a slot of its intake, no account is over its
-- limit, no child of a roster is claimed by another family, and nobody comes past a waiting room.
CREATE OR REPLACE FUNCTION guard_added() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT slot_id, intake_id FROM added) a
             LEFT JOIN slot_ledger s USING (slot_id, intake_id) WHERE s.slot_id IS NULL) THEN
    RAISE foreign_key_violation USING MESSAGE = 'no such slot in this intake', CONSTRAINT = 'slot_of_intake';
  END IF;
  IF EXISTS (
    SELECT FROM added a JOIN intake_gate g USING (intake_id)
    CROSS JOIN LATERAL (SELECT count(*) AS live FROM reservation x WHERE x.account = a.account
                        AND x.intake_id + 0 = a.intake_id AND x.status IN ('HELD', 'CONFIRMED')) c
    WHERE a.status = 'HELD' AND a.moved_from IS NULL AND c.live > g.seats_per_account) THEN
    RAISE check_violation USING MESSAGE = 'an account is over the limit of live seats', CONSTRAINT = 'seats_per_account';
  END IF;
  IF EXISTS (
    SELECT FROM added a JOIN intake_gate g USING (intake_id)
    WHERE g.rostered AND a.moved_from IS NULL AND NOT EXISTS (
      SELECT FROM roster e WHERE e.holder = a.holder AND e.intake_id = a.intake_id AND e.account = a.account)) THEN
    RAISE check_violation USING MESSAGE = 'a child of another family', CONSTRAINT = 'roster';
  END IF;
  IF EXISTS (
    SELECT FROM added a JOIN waiting_room w ON w.intake_id = a.intake_id AND w.drained_at IS NULL
    WHERE a.moved_from IS NULL AND (a.admitted_position IS NULL OR a.admitted_pointer IS NULL)) THEN
    RAISE check_violation USING MESSAGE = 'a claim past the waiting room', CONSTRAINT = 'admitted';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER guard_added AFTER INSERT ON reservation
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_added();

CREATE OR REPLACE FUNCTION guard_slot_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM reservation r WHERE r.slot_id = OLD.slot_id) THEN
    RAISE foreign_key_violation USING MESSAGE = 'a slot with reservations stays', CONSTRAINT = 'slot_kept';
  END IF;
  RETURN OLD;
END $$;
CREATE OR REPLACE TRIGGER guard_slot_kept BEFORE DELETE ON slot_ledger FOR EACH ROW EXECUTE FUNCTION guard_slot_kept();

-- The same for a seat offered to somebody who waited. Only that step: a limit lowered later takes no seat away, and must not
-- stand in the way of a pause or a move.
CREATE OR REPLACE FUNCTION guard_account_limit_of_offer() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off AS $$
BEGIN
  IF (SELECT count(*) FROM reservation x WHERE x.account = NEW.account AND x.intake_id + 0 = NEW.intake_id
      AND x.status IN ('HELD', 'CONFIRMED')) >
     (SELECT g.seats_per_account FROM intake_gate g WHERE g.intake_id = NEW.intake_id) THEN
    RAISE check_violation USING MESSAGE = 'an account is over the limit of live seats', CONSTRAINT = 'seats_per_account';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER guard_account_limit_of_offer AFTER UPDATE ON reservation
  FOR EACH ROW WHEN (OLD.status = 'WAITING' AND NEW.status = 'HELD') EXECUTE FUNCTION guard_account_limit_of_offer();

-- ---------------------------------------------------------------------------------------------- parts

-- The intake's own clock: it stands still while the intake is paused.
CREATE OR REPLACE FUNCTION intake_clock(g intake_gate) RETURNS timestamptz LANGUAGE sql VOLATILE AS
$$ SELECT coalesce(g.paused_at, clock_timestamp()) $$;

CREATE OR REPLACE FUNCTION lock_gates_and_slots(p_slots bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM intake_gate g
    WHERE g.intake_id IN (SELECT s.intake_id FROM slot_ledger s WHERE s.slot_id = ANY (p_slots))
    ORDER BY g.intake_id FOR NO KEY UPDATE;
  PERFORM 1 FROM slot_ledger s WHERE s.slot_id = ANY (p_slots) ORDER BY s.slot_id FOR NO KEY UPDATE;
END $$;

-- Of a waiting reservation. Callers ask for no other: a call for each row of a batch would take most of its time.
CREATE OR REPLACE FUNCTION wait_position(r reservation) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM reservation x WHERE x.slot_id = r.slot_id AND x.status = 'WAITING' AND x.wait_no <= r.wait_no
$$;

-- The reservations p_ids as they are now, each with its outcome. A NULL id gives an outcome without a reservation.
CREATE OR REPLACE FUNCTION report_outcomes(p_outcomes text[], p_ids uuid[], p_slots bigint[]) RETURNS SETOF ledger_outcome
LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
  SELECT e.ord::int, e.outcome, r.id, r.intake_id, r.slot_id, r.status, r.seq,
         CASE WHEN r.status = 'WAITING' THEN wait_position(r) END, r.hold_until, r.receipt,
         r.moved_from, r.moved_to, r.created_at, r.changed_at,
         s.slot_id, s.capacity, s.taken, s.waiting, s.wait_limit, s.entries, s.version
  FROM unnest(p_outcomes, p_ids, p_slots) WITH ORDINALITY AS e(outcome, id, slot_id, ord)
  LEFT JOIN reservation r ON r.id = e.id
  LEFT JOIN slot_ledger s ON s.slot_id = coalesce(e.slot_id, r.slot_id)
  ORDER BY e.ord
$$;

-- Offers free seats to the reserve lists of p_slots, first come first served, p_max offers at most. Whoever has a seat in
-- the intake by now, or an account at its limit, or is not on the roster any more, loses the place (LAPSED) and the next is
-- tried. The slots are locked.
CREATE OR REPLACE FUNCTION fill_from_list(p_slots bigint[], p_max int) RETURNS int
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
DECLARE g intake_gate; s slot_ledger; w reservation; v_now timestamptz; n int := 0;
BEGIN
  FOR s IN SELECT * FROM slot_ledger l WHERE l.slot_id = ANY (p_slots) AND l.gated AND l.waiting > 0
           AND l.taken < l.capacity ORDER BY l.slot_id LOOP
    SELECT * INTO STRICT g FROM intake_gate x WHERE x.intake_id = s.intake_id;
    v_now := intake_clock(g);
    -- A hold that ends before it begins helps nobody: after the fixed deadline no seat is offered.
    CONTINUE WHEN g.hold_deadline <= v_now;
    WHILE s.taken < s.capacity AND s.waiting > 0 AND n < p_max LOOP
      n := n + 1;
      SELECT * INTO STRICT w FROM reservation r WHERE r.slot_id = s.slot_id AND r.status = 'WAITING'
        ORDER BY r.wait_no LIMIT 1;
      IF EXISTS (SELECT FROM reservation d WHERE d.holder = w.holder AND d.intake_id + 0 = w.intake_id
                 AND d.status IN ('HELD', 'CONFIRMED'))
         OR (SELECT count(*) FROM reservation a WHERE a.account = w.account AND a.intake_id + 0 = w.intake_id
             AND a.status IN ('HELD', 'CONFIRMED')) >= g.seats_per_account
         OR (g.rostered AND NOT EXISTS (SELECT FROM roster e WHERE e.holder = w.holder AND e.intake_id = w.intake_id
                                        AND e.account = w.account)) THEN
        UPDATE reservation SET status = 'LAPSED', changed_at = v_now WHERE id = w.id;
        UPDATE slot_ledger SET waiting = waiting - 1, version = version + 1
          WHERE slot_id = s.slot_id RETURNING * INTO s;
      ELSE
        UPDATE slot_ledger SET waiting = waiting - 1, taken = taken + 1, last_seq = last_seq + 1, version = version + 1
          WHERE slot_id = s.slot_id RETURNING * INTO s;
        UPDATE reservation SET status = 'HELD', seq = s.last_seq, changed_at = v_now,
               hold_until = coalesce(g.hold_deadline, v_now + g.hold_for) WHERE id = w.id;
      END IF;
    END LOOP;
  END LOOP;
  RETURN n;
END $$;

-- Why an intake takes no claims now, or NULL.
CREATE OR REPLACE FUNCTION gate_refusal(g intake_gate, p_now timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN g.paused_at IS NOT NULL THEN 'PAUSED'
              WHEN p_now < g.opens_at THEN 'NOT_OPEN'
              WHEN p_now >= g.closes_at THEN 'CLOSED' END
$$;

-- ---------------------------------------------------------------------------------------------- claims

-- A batch of claims. The writer's duty: a batch holds each id, child and account at most once. Where an officer claims for a
-- family, p_actor and p_reason say who, and what the family consented to. p_position and p_pointer say by what a claim was let in,
-- where a waiting room stands before the intake.
CREATE OR REPLACE FUNCTION claim_batch(p_id uuid[], p_slot bigint[], p_account text[], p_holder bytea[], p_print bytea[],
                            p_sealed bytea[], p_receipt text[], p_wait boolean[], p_actor text[], p_reason text[],
                            p_position bigint[], p_pointer bigint[])
RETURNS SETOF ledger_outcome
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE v_now timestamptz;
BEGIN
  PERFORM lock_gates_and_slots(p_slot);
  v_now := clock_timestamp();
  RETURN QUERY
  WITH judged AS MATERIALIZED (
    SELECT u.*, s.intake_id, s.gated, s.capacity, s.taken, s.waiting, s.wait_limit, s.last_seq, s.last_wait,
           s.entries, s.version, coalesce(g.hold_deadline, v_now + g.hold_for) AS hold_until,
      CASE WHEN r.account = u.account AND r.print = u.print THEN 'REPEAT'
           WHEN r.id IS NOT NULL THEN 'ID_IN_USE'
           WHEN s.slot_id IS NULL THEN 'UNKNOWN_SLOT'
           WHEN gate_refusal(g, v_now) IS NOT NULL THEN gate_refusal(g, v_now)
           WHEN w.intake_id IS NOT NULL AND u.position IS NULL THEN 'NOT_ADMITTED'
           WHEN g.rostered AND NOT EXISTS (SELECT FROM roster e WHERE e.holder = u.holder AND e.intake_id = s.intake_id
                                           AND e.account = u.account) THEN 'NOT_ON_ROSTER'
           WHEN d.id IS NOT NULL THEN 'DUPLICATE'
           WHEN a.live >= g.seats_per_account THEN 'ACCOUNT_LIMIT' END AS refused,
      CASE WHEN r.id IS NOT NULL THEN r.id ELSE d.id END AS old_id,
      g.waits_per_account
    FROM unnest(p_id, p_slot, p_account, p_holder, p_print, p_sealed, p_receipt, p_wait, p_actor, p_reason, p_position,
                p_pointer) WITH ORDINALITY
         AS u(id, slot_id, account, holder, print, sealed, receipt, wait, actor, reason, position, pointer, ord)
    LEFT JOIN slot_ledger s ON s.slot_id = u.slot_id
    LEFT JOIN intake_gate g ON g.intake_id = s.intake_id
    LEFT JOIN waiting_room w ON w.intake_id = s.intake_id AND w.drained_at IS NULL
    LEFT JOIN LATERAL (SELECT * FROM reservation x WHERE x.id = u.id LIMIT 1) r ON true
    LEFT JOIN LATERAL ((SELECT x.id FROM reservation x WHERE x.holder = u.holder AND x.intake_id + 0 = s.intake_id
                        AND x.status IN ('HELD', 'CONFIRMED') LIMIT 1)
                       UNION ALL
                       (SELECT x.id FROM reservation x WHERE x.holder = u.holder AND x.slot_id + 0 = u.slot_id
                        AND x.status = 'WAITING' LIMIT 1) LIMIT 1) d ON true
    LEFT JOIN LATERAL (SELECT count(*) AS live FROM reservation x WHERE x.account = u.account
                       AND x.intake_id + 0 = s.intake_id AND x.status IN ('HELD', 'CONFIRMED')) a ON true),
  ranked AS (
    SELECT j.*, row_number() OVER (PARTITION BY slot_id ORDER BY ord) AS rank,
           CASE WHEN NOT gated THEN 2147483647 WHEN waiting > 0 THEN 0 ELSE capacity - taken END AS room
    FROM judged j WHERE refused IS NULL),
  placed AS (
    SELECT k.*, rank <= room AS fits,
           wait AND rank > room AND (SELECT count(*) FROM reservation x WHERE x.account = k.account
             AND x.intake_id + 0 = k.intake_id AND x.status = 'WAITING') < k.waits_per_account AS may_wait
    FROM ranked k),
  lined AS (
    SELECT p.*, row_number() OVER (PARTITION BY slot_id, may_wait ORDER BY ord) AS wait_rank FROM placed p),
  added AS (
    INSERT INTO reservation AS n (id, intake_id, slot_id, account, holder, print, sealed, receipt, status, seq, wait_no,
                                  hold_until, admitted_position, admitted_pointer, created_at, changed_at)
    SELECT id, intake_id, slot_id, account, holder, print, sealed, receipt,
           CASE WHEN fits THEN 'HELD' ELSE 'WAITING' END,
           CASE WHEN fits THEN last_seq + rank END,
           CASE WHEN NOT fits THEN last_wait + wait_rank END,
           CASE WHEN fits THEN hold_until END, position, pointer, v_now, v_now
    FROM lined WHERE fits OR (may_wait AND waiting + wait_rank <= wait_limit) ORDER BY ord
    RETURNING n.*),
  acts AS (
    INSERT INTO reservation_act (reservation_id, action, actor, reason, at)
    SELECT l.id, 'REGISTERED', l.actor, l.reason, v_now FROM lined l
    WHERE l.actor IS NOT NULL AND EXISTS (SELECT FROM added a WHERE a.id = l.id) RETURNING 1),
  counted AS (
    UPDATE slot_ledger s SET taken = s.taken + c.held, last_seq = s.last_seq + c.held, waiting = s.waiting + c.waits,
           last_wait = s.last_wait + c.waits, entries = s.entries + c.held + c.waits, version = s.version + 1
    FROM (SELECT slot_id, (count(*) FILTER (WHERE status = 'HELD'))::int AS held,
                 (count(*) FILTER (WHERE status = 'WAITING'))::int AS waits FROM added GROUP BY slot_id) c
    WHERE s.slot_id = c.slot_id RETURNING s.*)
  SELECT j.ord::int, coalesce(j.refused, i.status, CASE WHEN l.wait AND NOT l.may_wait THEN 'ACCOUNT_LIMIT' END, 'FULL'),
         coalesce(i.id, o.id), coalesce(i.intake_id, o.intake_id), coalesce(i.slot_id, o.slot_id),
         coalesce(i.status, o.status), coalesce(i.seq, o.seq),
         CASE WHEN i.status = 'WAITING' THEN j.waiting + l.wait_rank
              WHEN o.status = 'WAITING' THEN wait_position(o) END,
         coalesce(i.hold_until, o.hold_until), coalesce(i.receipt, o.receipt), o.moved_from, o.moved_to,
         coalesce(i.created_at, o.created_at), coalesce(i.changed_at, o.changed_at),
         coalesce(c.slot_id, CASE WHEN j.capacity IS NOT NULL THEN j.slot_id END), coalesce(c.capacity, j.capacity),
         coalesce(c.taken, j.taken), coalesce(c.waiting, j.waiting),
         coalesce(c.wait_limit, j.wait_limit), coalesce(c.entries, j.entries), coalesce(c.version, j.version)
  FROM judged j
  LEFT JOIN lined l ON l.ord = j.ord
  LEFT JOIN added i ON i.id = j.id
  LEFT JOIN counted c ON c.slot_id = j.slot_id
  -- Only the account's own reservation is shown: of another's, only that it is there.
  LEFT JOIN LATERAL (SELECT * FROM reservation x WHERE x.id = j.old_id AND j.refused IN ('REPEAT', 'DUPLICATE')
                     AND x.account = j.account LIMIT 1) o ON true
  ORDER BY j.ord;
END $$;

-- ---------------------------------------------------------------------------------------------- changes

-- A batch of confirmations, cancellations and expiries (p_to: CONFIRMED, CANCELLED, EXPIRED). An account of NULL speaks
-- for the service itself or for staff; p_actor and p_reason then say who and why. The writer's duty: each id once.
-- Seats set free go to the reserve list in this same transaction.
CREATE OR REPLACE FUNCTION resolve_batch(p_id uuid[], p_account text[], p_to text[], p_actor text[], p_reason text[])
RETURNS SETOF ledger_outcome
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  v_slots bigint[] := ARRAY(SELECT DISTINCT r.slot_id FROM reservation r WHERE r.id = ANY (p_id));
  v_outcomes text[];
BEGIN
  PERFORM lock_gates_and_slots(v_slots);
  WITH judged AS MATERIALIZED (
    SELECT u.*, r.slot_id, r.status AS was, intake_clock(g) AS now,
      r.id IS NULL OR r.account <> u.account AS hidden,
      r.status = 'HELD' AND r.hold_until <= intake_clock(g) AS due
    FROM unnest(p_id, p_account, p_to, p_actor, p_reason) WITH ORDINALITY AS u(id, account, goal, actor, reason, ord)
    -- What was committed since v_slots was read stands in a slot that is not locked: it is not there yet.
    LEFT JOIN reservation r ON r.id = u.id AND r.slot_id = ANY (v_slots)
    LEFT JOIN intake_gate g ON g.intake_id = r.intake_id),
  decided AS MATERIALIZED (
    SELECT j.*, CASE WHEN hidden THEN NULL
                     WHEN due THEN 'EXPIRED'
                     WHEN goal = 'CONFIRMED' AND was = 'HELD' THEN 'CONFIRMED'
                     WHEN goal = 'CANCELLED' AND was IN ('HELD', 'CONFIRMED', 'WAITING') THEN 'CANCELLED' END AS becomes
    FROM judged j),
  changed AS (
    UPDATE reservation r SET status = d.becomes, changed_at = d.now FROM decided d
    WHERE r.id = d.id AND d.becomes IS NOT NULL RETURNING r.account, r.intake_id, r.admitted_position, r.status),
  -- Whoever has a seat makes room for the next (R__ledger_room.sql); not the place that a family took for another child.
  settled AS (
    UPDATE waiting_entry e SET ended = 'DONE', ended_at = clock_timestamp() FROM changed c
    WHERE c.status = 'CONFIRMED' AND e.account = c.account AND e.intake_id = c.intake_id AND e.position = c.admitted_position
      AND coalesce(e.ended, '') = '' RETURNING 1),
  counted AS (
    UPDATE slot_ledger s SET taken = s.taken - c.freed, waiting = s.waiting - c.left_list, version = s.version + 1
    FROM (SELECT slot_id, (count(*) FILTER (WHERE was IN ('HELD', 'CONFIRMED')))::int AS freed,
                 (count(*) FILTER (WHERE was = 'WAITING'))::int AS left_list
          FROM decided WHERE becomes IN ('CANCELLED', 'EXPIRED') GROUP BY slot_id) c
    WHERE s.slot_id = c.slot_id RETURNING 1),
  acts AS (
    INSERT INTO reservation_act (reservation_id, action, actor, reason, at)
    SELECT id, becomes, actor, reason, now FROM decided WHERE actor IS NOT NULL AND becomes = goal RETURNING 1)
  SELECT array_agg(CASE WHEN hidden THEN 'NOT_FOUND'
                        WHEN was = goal THEN 'REPEAT'
                        WHEN becomes = goal THEN 'DONE'
                        WHEN due OR (was = 'EXPIRED' AND goal = 'CONFIRMED') THEN 'HOLD_EXPIRED'
                        ELSE 'WRONG_STATE' END ORDER BY ord)
  INTO v_outcomes FROM decided;
  PERFORM fill_from_list(v_slots, 1000);
  RETURN QUERY SELECT * FROM report_outcomes(v_outcomes,
    ARRAY(SELECT CASE WHEN o.outcome <> 'NOT_FOUND' THEN o.id END
          FROM unnest(p_id, v_outcomes) WITH ORDINALITY AS o(id, outcome, ord) ORDER BY o.ord), NULL);
END $$;

-- A batch of moves: the old reservation becomes MOVED and the new one, in another slot of the same intake, takes its
-- status and its deadline; or nothing changes, but that a hold whose time is over ends. The writer's duty: each old id, new id and account once.
CREATE OR REPLACE FUNCTION move_batch(p_old uuid[], p_new uuid[], p_slot bigint[], p_account text[], p_print bytea[], p_receipt text[])
RETURNS SETOF ledger_outcome
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
DECLARE
  v_left bigint[] := ARRAY(SELECT DISTINCT r.slot_id FROM reservation r WHERE r.id = ANY (p_old));
  v_outcomes text[] := '{}'; v_ids uuid[] := '{}';
  v_outcome text; v_now timestamptz;
  o reservation; n reservation; s slot_ledger; g intake_gate;
BEGIN
  PERFORM lock_gates_and_slots(v_left || p_slot);
  FOR i IN 1 .. cardinality(p_old) LOOP
    SELECT * INTO n FROM reservation r WHERE r.id = p_new[i];
    SELECT * INTO o FROM reservation r WHERE r.id = p_old[i] AND r.account = p_account[i]
      AND r.slot_id = ANY (v_left);
    SELECT * INTO s FROM slot_ledger l WHERE l.slot_id = p_slot[i] AND l.intake_id = o.intake_id;
    SELECT * INTO g FROM intake_gate x WHERE x.intake_id = o.intake_id;
    v_now := clock_timestamp();
    v_outcome := CASE
      WHEN n.account = p_account[i] AND n.print = p_print[i] THEN 'REPEAT'
      WHEN n.id IS NOT NULL THEN 'ID_IN_USE'
      WHEN o.id IS NULL THEN 'NOT_FOUND'
      WHEN s.slot_id IS NULL THEN 'UNKNOWN_SLOT'
      WHEN gate_refusal(g, v_now) IS NOT NULL THEN gate_refusal(g, v_now)
      WHEN o.status = 'EXPIRED' OR (o.status = 'HELD' AND o.hold_until <= v_now) THEN 'HOLD_EXPIRED'
      WHEN o.status NOT IN ('HELD', 'CONFIRMED') THEN 'WRONG_STATE'
      WHEN o.slot_id = s.slot_id THEN 'SAME_SLOT'
      WHEN s.gated AND (s.waiting > 0 OR s.taken >= s.capacity) THEN 'FULL'
      ELSE 'DONE' END;
    IF v_outcome = 'DONE' THEN
      -- bin/reseal asks for no gate: what the row is sealed under is known only once the row is ours.
      UPDATE reservation r SET status = 'MOVED', moved_to = p_new[i], changed_at = v_now WHERE r.id = o.id
        RETURNING r.sealed INTO STRICT o.sealed;
      UPDATE slot_ledger SET taken = taken - 1, version = version + 1 WHERE slot_id = o.slot_id;
      UPDATE slot_ledger SET taken = taken + 1, last_seq = last_seq + 1, entries = entries + 1, version = version + 1
        WHERE slot_id = s.slot_id RETURNING * INTO s;
      INSERT INTO reservation (id, intake_id, slot_id, account, holder, print, sealed, receipt, status, seq, hold_until,
                               moved_from, admitted_position, admitted_pointer, created_at, changed_at)
      VALUES (p_new[i], o.intake_id, s.slot_id, o.account, o.holder, p_print[i], o.sealed, p_receipt[i], o.status,
              s.last_seq, o.hold_until, o.id, o.admitted_position, o.admitted_pointer, v_now, v_now);
    -- What is told over is over, as with every other step: a later look must not find it held.
    ELSIF v_outcome = 'HOLD_EXPIRED' AND o.status = 'HELD' THEN
      UPDATE reservation SET status = 'EXPIRED', changed_at = v_now WHERE id = o.id;
      UPDATE slot_ledger SET taken = taken - 1, version = version + 1 WHERE slot_id = o.slot_id;
    END IF;
    v_outcomes := v_outcomes || v_outcome;
    v_ids := v_ids || CASE WHEN v_outcome IN ('REPEAT', 'DONE') THEN p_new[i]
                           WHEN v_outcome IN ('ID_IN_USE', 'NOT_FOUND') THEN NULL ELSE p_old[i] END;
  END LOOP;
  PERFORM fill_from_list(v_left, 1000);
  RETURN QUERY SELECT * FROM report_outcomes(v_outcomes, v_ids, p_slot);
END $$;

-- ---------------------------------------------------------------------------------------------- administration

-- Whether the value of the intake's draw may be known at this moment, while families could still enter.
CREATE OR REPLACE FUNCTION draw_known_by(p_intake bigint, p_moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM waiting_room r WHERE r.intake_id = p_intake AND r.frozen_at IS NULL
                 AND (r.rule ->> 'at')::timestamptz <= p_moment)
$$;

-- Creates or changes an intake's gate. Answers NULL, or why not: the way of allocation cannot change once somebody is in,
-- nor the reserve list become shorter than those who wait, nor the opening come after the draw's value.
CREATE OR REPLACE FUNCTION put_gate(p_intake bigint, p_allocation text, p_opens timestamptz, p_closes timestamptz, p_hold_for interval,
                         p_hold_deadline timestamptz, p_seats_per_account int, p_waits_per_account int, p_wait_limit int)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE g intake_gate;
BEGIN
  SELECT * INTO g FROM intake_gate x WHERE x.intake_id = p_intake FOR NO KEY UPDATE;
  IF g.intake_id IS NULL THEN
    INSERT INTO intake_gate (intake_id, allocation, opens_at, closes_at, hold_for, hold_deadline, seats_per_account,
                             waits_per_account, wait_limit)
    VALUES (p_intake, p_allocation, p_opens, p_closes, p_hold_for, p_hold_deadline, p_seats_per_account,
            p_waits_per_account, p_wait_limit);
    RETURN NULL;
  END IF;
  PERFORM 1 FROM slot_ledger s WHERE s.intake_id = p_intake ORDER BY s.slot_id FOR NO KEY UPDATE;
  PERFORM lock_rooms(ARRAY[p_intake]);
  IF g.allocation <> p_allocation AND EXISTS (SELECT FROM slot_ledger s WHERE s.intake_id = p_intake AND s.entries > 0) THEN
    RETURN 'ALLOCATION_IN_USE';
  ELSIF EXISTS (SELECT FROM slot_ledger s WHERE s.intake_id = p_intake AND s.waiting > p_wait_limit) THEN
    RETURN 'WAIT_LIMIT_IN_USE';
  ELSIF draw_known_by(p_intake, p_opens) THEN
    RETURN 'DRAW_BEFORE_OPENING';
  END IF;
  UPDATE intake_gate SET allocation = p_allocation, opens_at = p_opens, closes_at = p_closes, hold_for = p_hold_for,
    hold_deadline = p_hold_deadline, seats_per_account = p_seats_per_account, waits_per_account = p_waits_per_account,
    wait_limit = p_wait_limit WHERE intake_id = p_intake;
  UPDATE slot_ledger SET gated = (p_allocation = 'ARRIVAL'), wait_limit = p_wait_limit, version = version + 1
    WHERE intake_id = p_intake AND (gated, wait_limit) IS DISTINCT FROM (p_allocation = 'ARRIVAL', p_wait_limit);
  RETURN NULL;
END $$;

-- Creates a slot's ledger row or changes its capacity, never below what is taken; a raise is offered to the reserve list
-- first. Answers NULL, or CAPACITY_BELOW_TAKEN.
CREATE OR REPLACE FUNCTION put_capacity(p_slot bigint, p_intake bigint, p_capacity int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE g intake_gate; s slot_ledger;
BEGIN
  SELECT * INTO STRICT g FROM intake_gate x WHERE x.intake_id = p_intake FOR NO KEY UPDATE;
  SELECT * INTO s FROM slot_ledger l WHERE l.slot_id = p_slot FOR NO KEY UPDATE;
  IF s.slot_id IS NULL THEN
    INSERT INTO slot_ledger (slot_id, intake_id, gated, capacity, wait_limit)
    VALUES (p_slot, p_intake, g.allocation = 'ARRIVAL', p_capacity, g.wait_limit);
  ELSIF s.gated AND p_capacity < s.taken THEN
    RETURN 'CAPACITY_BELOW_TAKEN';
  ELSIF p_capacity <> s.capacity THEN
    UPDATE slot_ledger SET capacity = p_capacity, version = version + 1 WHERE slot_id = p_slot;
    PERFORM fill_from_list(ARRAY[p_slot], 1000);
  END IF;
  RETURN NULL;
END $$;

-- Moves opening and closing. A fixed deadline of holds goes along when the closing passes it. Answers NULL, or
-- DRAW_BEFORE_OPENING.
CREATE OR REPLACE FUNCTION put_window(p_intake bigint, p_opens timestamptz, p_closes timestamptz) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM intake_gate g WHERE g.intake_id = p_intake FOR NO KEY UPDATE;
  PERFORM lock_rooms(ARRAY[p_intake]);
  IF draw_known_by(p_intake, p_opens) THEN RETURN 'DRAW_BEFORE_OPENING'; END IF;
  UPDATE intake_gate SET opens_at = p_opens, closes_at = p_closes, hold_deadline = greatest(hold_deadline, CASE
    WHEN hold_deadline IS NOT NULL THEN p_closes END) WHERE intake_id = p_intake;
  RETURN NULL;
END $$;

-- A pause stops claims and every clock of the intake; a second pause only changes the notice.
CREATE OR REPLACE FUNCTION pause_intake(p_intake bigint, p_notice_id text, p_notice_en text) RETURNS void LANGUAGE sql AS $$
  UPDATE intake_gate SET paused_at = coalesce(paused_at, clock_timestamp()), notice_id = p_notice_id, notice_en = p_notice_en
  WHERE intake_id = p_intake
$$;

-- Holds go on with the time they had left when the pause began, and a fixed deadline moves by as much.
CREATE OR REPLACE FUNCTION resume_intake(p_intake bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE g intake_gate; v_paused interval;
BEGIN
  SELECT * INTO STRICT g FROM intake_gate x WHERE x.intake_id = p_intake FOR NO KEY UPDATE;
  IF g.paused_at IS NULL THEN RETURN; END IF;
  v_paused := clock_timestamp() - g.paused_at;
  UPDATE reservation SET hold_until = hold_until + v_paused
    WHERE intake_id = p_intake AND status = 'HELD' AND hold_until > g.paused_at;
  -- A turn in the waiting room stands still too.
  PERFORM lock_rooms(ARRAY[p_intake]);
  UPDATE waiting_step s SET at = s.at + v_paused FROM waiting_room r
    WHERE r.intake_id = p_intake AND s.intake_id = p_intake AND s.at + r.pass_for + r.grace > g.paused_at;
  UPDATE intake_gate SET paused_at = NULL, notice_id = NULL, notice_en = NULL, hold_deadline = hold_deadline + v_paused
    WHERE intake_id = p_intake;
END $$;

-- Offers what is free although somebody waits: what a bounded fill left over, or a deadline that was moved.
CREATE OR REPLACE FUNCTION offer_stranded(p_max int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_slots bigint[] := ARRAY(
  SELECT s.slot_id FROM slot_ledger s JOIN intake_gate g USING (intake_id)
  WHERE s.gated AND s.waiting > 0 AND s.taken < s.capacity AND (g.hold_deadline > intake_clock(g)) IS NOT FALSE
  ORDER BY s.slot_id LIMIT 100);
BEGIN
  IF cardinality(v_slots) = 0 THEN RETURN 0; END IF;
  PERFORM lock_gates_and_slots(v_slots);
  RETURN fill_from_list(v_slots, p_max);
END $$;

-- ---------------------------------------------------------------------------------------------- a citizen's own

-- Functions for the sake of their settings: a plan made while the table was empty would go on reading the whole of it.

CREATE OR REPLACE FUNCTION own_reservation(p_account text, p_id uuid)
RETURNS TABLE (id uuid, intake_id bigint, slot_id bigint, status text, seq bigint, wait_position bigint, hold_until timestamptz,
               receipt text, moved_from uuid, moved_to uuid, created_at timestamptz, changed_at timestamptz,
               holder bytea, sealed bytea)
LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
  SELECT r.id, r.intake_id, r.slot_id, r.status, r.seq,
         CASE WHEN r.status = 'WAITING' THEN wait_position(r) END, r.hold_until, r.receipt, r.moved_from, r.moved_to,
         r.created_at, r.changed_at, r.holder, r.sealed
  FROM reservation r WHERE r.id = p_id AND r.account = p_account
$$;

-- Newest first, after the reservation p_after or from the newest.
CREATE OR REPLACE FUNCTION own_reservations(p_account text, p_after uuid, p_limit int)
RETURNS TABLE (id uuid, intake_id bigint, slot_id bigint, status text, seq bigint, wait_position bigint, hold_until timestamptz,
               receipt text, moved_from uuid, moved_to uuid, created_at timestamptz, changed_at timestamptz)
LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
  SELECT r.id, r.intake_id, r.slot_id, r.status, r.seq,
         CASE WHEN r.status = 'WAITING' THEN wait_position(r) END, r.hold_until, r.receipt, r.moved_from, r.moved_to,
         r.created_at, r.changed_at
  FROM reservation r
  WHERE r.account = p_account AND (p_after IS NULL OR (r.created_at, r.id) <
        (SELECT c.created_at, c.id FROM reservation c WHERE c.id = p_after AND c.account = p_account))
  ORDER BY r.created_at DESC, r.id DESC LIMIT p_limit
$$;

-- ---------------------------------------------------------------------------------------------- views

-- What an instance's snapshot is made of: each slot, how it stands, and its intake.
CREATE OR REPLACE VIEW slot_state AS
SELECT s.slot_id, s.capacity, s.taken, s.waiting, s.wait_limit, s.entries, s.version, s.gated,
       d.track, d.label, o.code AS office_code, o.name AS office_name,
       g.intake_id
FROM slot_ledger s
JOIN slot d ON d.id = s.slot_id
JOIN office o ON o.id = d.office_id
JOIN intake_gate g ON g.intake_id = s.intake_id;

CREATE OR REPLACE VIEW intake_state AS
SELECT g.intake_id, i.code, i.title_id, i.title_en, v.code AS service_code, v.title_id AS service_title_id,
       v.title_en AS service_title_en, g.allocation, g.opens_at, g.closes_at, g.hold_for, g.hold_deadline,
       g.seats_per_account, g.waits_per_account, g.wait_limit, g.paused_at, g.notice_id, g.notice_en, g.rostered,
       EXISTS (SELECT FROM waiting_room w WHERE w.intake_id = g.intake_id) AS waiting_room
FROM intake_gate g
JOIN intake i ON i.id = g.intake_id
JOIN service v ON v.id = i.service_id;

-- What the audit compares: a slot's counts beside what its rows say. Whoever asks for some slots reads the rows of those only.
CREATE OR REPLACE VIEW slot_audit AS
SELECT s.slot_id, s.intake_id, s.gated, s.capacity, s.taken, s.waiting, s.last_seq, s.entries, s.version,
       r.live, r.in_line, r.max_seq, r.seqs, r.rows, r.due
FROM slot_ledger s JOIN intake_gate g USING (intake_id) CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE status IN ('HELD', 'CONFIRMED')) AS live,
         count(*) FILTER (WHERE status = 'WAITING') AS in_line, coalesce(max(seq), 0) AS max_seq, count(seq) AS seqs,
         count(*) AS rows, count(*) FILTER (WHERE status = 'HELD' AND hold_until <= intake_clock(g)) AS due
  FROM reservation x WHERE x.slot_id = s.slot_id) r;
