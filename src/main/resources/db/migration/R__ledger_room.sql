-- The waiting room's functions and guards: made anew by Flyway whenever this file changes.
-- (Named so that it comes before R__roles.sql.)
--
-- The rules of R__ledger.sql hold here too. Whoever numbers entries, freezes the room or moves the pointer locks the room's row
-- first; the clock is the database's, read after the lock.

-- ---------------------------------------------------------------------------------------------- guards

-- Whether this rule may stand in the place of the room's own: while nobody is in, any; then only a later round of the beacon in
-- the place of one that nobody can know yet, for an opening that is put off; after the freeze none.
CREATE OR REPLACE FUNCTION rule_may_become(r waiting_room, p_rule jsonb) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT r.rule = p_rule OR (r.frozen_at IS NULL AND (r.entries = 0 OR
    (r.rule ->> 'kind' = 'drand' AND p_rule ->> 'kind' = 'drand' AND (r.rule ->> 'at')::timestamptz > clock_timestamp()
     AND (p_rule ->> 'at')::timestamptz > (r.rule ->> 'at')::timestamptz)))
$$;

-- The pointer and the count of entries only grow; what was published stays.
CREATE OR REPLACE FUNCTION guard_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.serving < OLD.serving OR NEW.entries < OLD.entries
     OR NOT rule_may_become(OLD, NEW.rule)
     OR (OLD.frozen_at IS NOT NULL AND (NEW.frozen_at, NEW.drawn) IS DISTINCT FROM (OLD.frozen_at, OLD.drawn))
     OR (OLD.root IS NOT NULL
         AND (NEW.root, NEW.statement, NEW.rooted_at) IS DISTINCT FROM (OLD.root, OLD.statement, OLD.rooted_at))
     OR (OLD.seed IS NOT NULL AND (NEW.evidence, NEW.seed, NEW.drawn_at) IS DISTINCT FROM (OLD.evidence, OLD.seed, OLD.drawn_at)) THEN
    RAISE check_violation USING MESSAGE = 'a room only goes forward', CONSTRAINT = 'room_forward';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_room BEFORE UPDATE ON waiting_room FOR EACH ROW EXECUTE FUNCTION guard_room();

CREATE OR REPLACE FUNCTION guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.intake_id, NEW.number, NEW.account, NEW.salt, NEW.entered_at)
     IS DISTINCT FROM (OLD.id, OLD.intake_id, OLD.number, OLD.account, OLD.salt, OLD.entered_at)
     OR (OLD.position IS NOT NULL AND NEW.position IS DISTINCT FROM OLD.position)
     OR (OLD.admitted_at IS NOT NULL
         AND (NEW.admitted_at, NEW.admitted_by) IS DISTINCT FROM (OLD.admitted_at, OLD.admitted_by))
     OR (OLD.ended IS NOT NULL AND (NEW.ended, NEW.ended_at) IS DISTINCT FROM (OLD.ended, OLD.ended_at)) THEN
    RAISE check_violation USING MESSAGE = 'an entry keeps what it was told', CONSTRAINT = 'entry_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_entry BEFORE UPDATE ON waiting_entry FOR EACH ROW EXECUTE FUNCTION guard_entry();

-- ---------------------------------------------------------------------------------------------- parts

CREATE OR REPLACE FUNCTION lock_rooms(p_intakes bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM waiting_room r WHERE r.intake_id = ANY (p_intakes) ORDER BY r.intake_id FOR NO KEY UPDATE;
END $$;

-- Until when, by the intake's clock, whoever has this position may come for a pass; NULL while it was not reached.
CREATE OR REPLACE FUNCTION may_come_until(r waiting_room, p_position bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT s.at + r.pass_for + r.grace FROM waiting_step s
  WHERE s.intake_id = r.intake_id AND s.serving >= p_position ORDER BY s.serving LIMIT 1
$$;

CREATE OR REPLACE FUNCTION report_entries(p_outcomes text[], p_ids uuid[], p_expires timestamptz[]) RETURNS SETOF waiting_outcome
LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
  SELECT o.ord::int, o.outcome, e.id, e.intake_id, e.number, e.salt, e.entered_at, e.position, e.admitted_at, e.admitted_by,
         e.ended, o.expires_at
  FROM unnest(p_outcomes, p_ids, p_expires) WITH ORDINALITY AS o(outcome, id, expires_at, ord)
  LEFT JOIN waiting_entry e ON e.id = o.id
  ORDER BY o.ord
$$;

-- What officers did and saw for families, within the transaction that did it; for families that speak for themselves the actor is
-- NULL, and nothing is written. Who a family is stands nowhere: its entry does.
CREATE OR REPLACE FUNCTION audit_entries(p_actors text[], p_actions text[], p_ids uuid[], p_reasons text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
BEGIN
  PERFORM audit(u.actor, u.action, jsonb_build_object('intake', i.code, 'entry', e.id), u.reason)
    FROM unnest(p_actors, p_actions, p_ids, p_reasons) WITH ORDINALITY AS u(actor, action, id, reason, ord)
    JOIN waiting_entry e ON e.id = u.id JOIN intake i ON i.id = e.intake_id
    WHERE u.actor IS NOT NULL ORDER BY u.ord;
END $$;

-- ---------------------------------------------------------------------------------------------- entries

-- A batch of families who enter. The writer's duty: each id and account once. Whoever is in already hears of the entry that is
-- there: PRESENT. Nobody enters and leaves without end: each entry is a leaf of the tree, and a number before others. Where an
-- officer speaks for a family, p_actor and p_reason say who, and what the family consented to.
CREATE OR REPLACE FUNCTION enter_batch(p_id uuid[], p_intake bigint[], p_account text[], p_salt bytea[], p_actor text[],
                                       p_reason text[])
RETURNS SETOF waiting_outcome
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE v_now timestamptz; v_outcomes text[]; v_ids uuid[];
BEGIN
  PERFORM lock_rooms(p_intake);
  -- Whoever comes after the opening stands behind, also before any tick has seen that it is there.
  PERFORM freeze_room(i) FROM unnest(ARRAY(SELECT DISTINCT unnest(p_intake))) i ORDER BY i;
  v_now := clock_timestamp();
  WITH judged AS MATERIALIZED (
    SELECT u.*, r.entries,
      CASE WHEN e.account = u.account AND e.intake_id = u.intake_id THEN 'PRESENT'
           WHEN e.id IS NOT NULL THEN 'ID_IN_USE'
           WHEN r.intake_id IS NULL OR r.drained_at IS NOT NULL THEN 'NO_ROOM'
           WHEN v_now >= g.closes_at THEN 'CLOSED'
           WHEN l.id IS NOT NULL THEN 'PRESENT'
           WHEN (SELECT count(*) FROM (SELECT FROM waiting_entry x WHERE x.account = u.account AND x.intake_id = u.intake_id
                                       LIMIT 20) had) = 20 THEN 'ACCOUNT_LIMIT' END AS refused,
      CASE WHEN e.account = u.account AND e.intake_id = u.intake_id THEN e.id ELSE l.id END AS old_id
    FROM unnest(p_id, p_intake, p_account, p_salt) WITH ORDINALITY AS u(id, intake_id, account, salt, ord)
    LEFT JOIN waiting_room r ON r.intake_id = u.intake_id
    LEFT JOIN intake_gate g ON g.intake_id = u.intake_id
    LEFT JOIN LATERAL (SELECT * FROM waiting_entry x WHERE x.id = u.id LIMIT 1) e ON true
    LEFT JOIN LATERAL (SELECT x.id FROM waiting_entry x WHERE x.account = u.account AND x.intake_id = u.intake_id
                       AND x.ended IS NULL LIMIT 1) l ON true),
  numbered AS (
    SELECT j.*, entries + row_number() OVER (PARTITION BY intake_id ORDER BY ord) AS number
    FROM judged j WHERE refused IS NULL),
  added AS (
    INSERT INTO waiting_entry (id, intake_id, number, account, salt, entered_at)
    SELECT id, intake_id, number, account, salt, v_now FROM numbered ORDER BY ord RETURNING id, intake_id),
  counted AS (
    UPDATE waiting_room r SET entries = r.entries + c.n, version = r.version + 1
    FROM (SELECT intake_id, count(*) AS n FROM added GROUP BY intake_id) c WHERE r.intake_id = c.intake_id RETURNING 1)
  SELECT array_agg(coalesce(j.refused, 'ENTERED') ORDER BY j.ord),
         array_agg(CASE WHEN j.refused IS NULL THEN j.id WHEN j.refused = 'PRESENT' THEN j.old_id END ORDER BY j.ord)
  INTO v_outcomes, v_ids FROM judged j;
  PERFORM audit_entries(p_actor, ARRAY(SELECT CASE o WHEN 'ENTERED' THEN 'WAITING_ROOM_ENTERED' ELSE 'WAITING_ROOM_LOOKED' END
                                       FROM unnest(v_outcomes) o), v_ids, p_reason);
  RETURN QUERY SELECT * FROM report_entries(v_outcomes, v_ids, NULL);
END $$;

-- A batch of families whose turn it may be. The writer's duty: each entry once, with the position that the draw gave it. ADMITTED,
-- or AGAIN, with the end of the pass; NOT_YET; CLOSED with the intake; LAPSED for whoever came too late: the entry ends. p_actor and
-- p_reason as above.
CREATE OR REPLACE FUNCTION admit_batch(p_id uuid[], p_account text[], p_position bigint[], p_actor text[], p_reason text[])
RETURNS SETOF waiting_outcome
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE v_now timestamptz; v_outcomes text[]; v_ids uuid[]; v_expires timestamptz[];
BEGIN
  -- The room itself needs no lock: the pointer only grows, so whoever it has reached stays reached.
  PERFORM 1 FROM waiting_entry e WHERE e.id = ANY (p_id) ORDER BY e.id FOR NO KEY UPDATE;
  v_now := clock_timestamp();
  WITH asked AS MATERIALIZED (
    SELECT u.ord, u.position, e.id, e.admitted_at, e.ended, r.serving, r.pass_for, g.closes_at, intake_clock(g) AS clock,
           CASE WHEN r.serving >= u.position THEN may_come_until(r, u.position) END AS until
    FROM unnest(p_id, p_account, p_position) WITH ORDINALITY AS u(id, account, position, ord)
    LEFT JOIN LATERAL (SELECT * FROM waiting_entry x WHERE x.id = u.id AND x.account = u.account LIMIT 1) e ON true
    LEFT JOIN waiting_room r ON r.intake_id = e.intake_id
    LEFT JOIN intake_gate g ON g.intake_id = e.intake_id),
  judged AS MATERIALIZED (
    SELECT a.*, CASE WHEN id IS NULL OR ended = 'LEFT' THEN 'NOT_FOUND' WHEN v_now >= closes_at THEN 'CLOSED'
                     WHEN until IS NULL THEN 'NOT_YET'
                     WHEN ended = 'LAPSED' OR clock >= until THEN 'LAPSED'
                     WHEN admitted_at IS NULL THEN 'ADMITTED' ELSE 'AGAIN' END AS outcome FROM asked a),
  admitted AS (
    UPDATE waiting_entry e SET position = j.position, admitted_at = v_now, admitted_by = j.serving
    FROM judged j WHERE e.id = j.id AND j.outcome = 'ADMITTED' RETURNING 1),
  -- (Not `ended IS NULL`, which a plan made on the empty table would answer by the index of all live entries.)
  lapsed AS (
    UPDATE waiting_entry e SET position = j.position, ended = 'LAPSED', ended_at = v_now
    FROM judged j WHERE e.id = j.id AND j.outcome = 'LAPSED' AND coalesce(e.ended, '') = '' RETURNING 1)
  SELECT array_agg(outcome ORDER BY ord), array_agg(id ORDER BY ord),
         array_agg(CASE WHEN outcome IN ('ADMITTED', 'AGAIN') THEN v_now + least(pass_for, until - clock) END ORDER BY ord)
  INTO v_outcomes, v_ids, v_expires FROM judged;
  PERFORM audit_entries(p_actor, ARRAY(SELECT 'WAITING_ROOM_' || o FROM unnest(v_outcomes) o), v_ids, p_reason);
  RETURN QUERY SELECT * FROM report_entries(v_outcomes, v_ids, v_expires);
END $$;

-- The entry of an account by its id, or its live one (p_id NULL).
CREATE OR REPLACE FUNCTION own_entry(p_intake bigint, p_account text, p_id uuid) RETURNS SETOF waiting_outcome
LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
  SELECT r.* FROM report_entries(ARRAY['PRESENT'], ARRAY(
    SELECT e.id FROM waiting_entry e WHERE e.account = p_account AND e.intake_id = p_intake
    AND (e.id = p_id OR (p_id IS NULL AND coalesce(e.ended, 'DONE') = 'DONE')) ORDER BY e.number DESC LIMIT 1), NULL) r
  WHERE r.id IS NOT NULL
$$;

-- An account's live entry as an officer looks at it. Where there is none it is told too: somebody who tries one NIK after the
-- other shows by it.
CREATE OR REPLACE FUNCTION look_at_entry(p_intake bigint, p_account text, p_actor text, p_reason text) RETURNS SETOF waiting_outcome
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
DECLARE v_entry waiting_outcome;
BEGIN
  SELECT * INTO v_entry FROM own_entry(p_intake, p_account, NULL);
  PERFORM audit(p_actor, 'WAITING_ROOM_LOOKED',
    jsonb_build_object('intake', (SELECT i.code FROM intake i WHERE i.id = p_intake), 'entry', v_entry.id), p_reason);
  IF v_entry.id IS NOT NULL THEN RETURN NEXT v_entry; END IF;
END $$;

-- Whoever leaves makes room for the next at once: the pointer passes their position for nothing. p_actor and p_reason as above; an
-- officer who finds no such entry, or one that is over, has looked.
CREATE OR REPLACE FUNCTION leave_room(p_intake bigint, p_account text, p_id uuid, p_actor text, p_reason text)
RETURNS SETOF waiting_outcome
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
DECLARE v_left boolean; v_entry waiting_outcome;
BEGIN
  PERFORM lock_rooms(ARRAY[p_intake]);
  UPDATE waiting_entry e SET ended = 'LEFT', ended_at = clock_timestamp()
    WHERE e.id = p_id AND e.account = p_account AND e.intake_id = p_intake AND coalesce(e.ended, '') = '';
  v_left := FOUND;
  SELECT * INTO v_entry FROM own_entry(p_intake, p_account, p_id);
  IF p_actor IS NOT NULL THEN
    PERFORM audit(p_actor, CASE WHEN v_left THEN 'WAITING_ROOM_LEFT' ELSE 'WAITING_ROOM_LOOKED' END,
      jsonb_build_object('intake', (SELECT i.code FROM intake i WHERE i.id = p_intake), 'entry', v_entry.id), p_reason);
  END IF;
  IF v_entry.id IS NOT NULL THEN RETURN NEXT v_entry; END IF;
END $$;

-- Those who left before their position was known; p_limit of them at most.
CREATE OR REPLACE FUNCTION left_unplaced(p_intake bigint, p_limit int) RETURNS TABLE (id uuid, number bigint)
LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
  SELECT e.id, e.number FROM waiting_entry e WHERE e.intake_id = p_intake AND e.ended IS NOT NULL AND e.position IS NULL
  LIMIT p_limit
$$;

-- Two instances may place the same ones at once.
CREATE OR REPLACE FUNCTION place_left(p_id uuid[], p_position bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
BEGIN
  PERFORM 1 FROM waiting_entry e WHERE e.id = ANY (p_id) ORDER BY e.id FOR NO KEY UPDATE;
  UPDATE waiting_entry e SET position = u.position FROM unnest(p_id, p_position) u(id, position)
    WHERE e.id = u.id AND e.position IS NULL;
END $$;

-- ---------------------------------------------------------------------------------------------- the draw

-- Fixes who takes part, at the opening, by the database's clock. True for the one call that did it. The gate is read after the
-- room is locked: whoever moves the opening locks the room too.
CREATE OR REPLACE FUNCTION freeze_room(p_intake bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_rooms(ARRAY[p_intake]);
  UPDATE waiting_room r SET frozen_at = clock_timestamp(), drawn = r.entries, served_at = clock_timestamp(), version = r.version + 1
    FROM intake_gate g
    WHERE r.intake_id = p_intake AND g.intake_id = p_intake AND r.frozen_at IS NULL AND g.opens_at <= clock_timestamp();
  RETURN FOUND;
END $$;

-- The first root stands: an instance that made the same one a moment later changes nothing.
CREATE OR REPLACE FUNCTION publish_root(p_intake bigint, p_root bytea, p_statement text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE waiting_room r SET root = p_root, statement = p_statement, rooted_at = clock_timestamp(), version = r.version + 1
    WHERE r.intake_id = p_intake AND r.drawn > 0 AND r.root IS NULL;
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION draw_room(p_intake bigint, p_evidence text, p_seed bytea) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE waiting_room r SET evidence = p_evidence, seed = p_seed, drawn_at = clock_timestamp(), served_at = clock_timestamp(),
         version = r.version + 1
    WHERE r.intake_id = p_intake AND r.root IS NOT NULL AND r.seed IS NULL;
  RETURN FOUND;
END $$;

-- ---------------------------------------------------------------------------------------------- the pointer

-- One step: only from where the caller saw the pointer, and not before p_every has passed since the last, whichever instance
-- made it. The rate grows by p_add while the seat path is well and is halved while it is not; p_most bounds it besides.
-- Positions whose families left cost nothing. The fastest pace of late is forgotten by half in three minutes: a look while the line
-- stumbles must not send a family to sleep for longer than it waits. Answers whether the pointer or the rate was changed.
CREATE OR REPLACE FUNCTION advance_room(p_intake bigint, p_seen bigint, p_every interval, p_well boolean, p_add double precision,
                                        p_most double precision) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
DECLARE
  r waiting_room; g intake_gate; v_now timestamptz; v_rate double precision; v_owed double precision;
  v_steps bigint; v_to bigint; v_from bigint; v_gone bigint; v_inside bigint;
BEGIN
  SELECT * INTO r FROM waiting_room x WHERE x.intake_id = p_intake FOR NO KEY UPDATE;
  SELECT * INTO g FROM intake_gate x WHERE x.intake_id = p_intake;
  v_now := clock_timestamp();
  -- Where nobody had entered by the opening there is nothing to draw.
  -- A tick that is a little early is the next one, not half a step.
  IF r.frozen_at IS NULL OR (r.seed IS NULL AND r.drawn > 0) OR r.serving <> p_seen OR v_now < r.served_at + 0.8 * p_every THEN
    RETURN false;
  END IF;
  IF r.paused_at IS NOT NULL OR r.drained_at IS NOT NULL OR gate_refusal(g, v_now) IS NOT NULL THEN
    -- Time that stood still is not made up for.
    UPDATE waiting_room SET served_at = v_now WHERE intake_id = p_intake;
    RETURN false;
  END IF;
  v_rate := coalesce(r.set_rate, CASE WHEN p_well THEN r.rate + p_add ELSE r.rate / 2 END);
  v_rate := least(greatest(v_rate, r.least_rate), r.most_rate, p_most);
  -- After a silence the line does not jump: two steps' worth at most.
  v_owed := r.owed + v_rate * extract(epoch FROM least(v_now - r.served_at, 2 * p_every));
  v_steps := floor(v_owed);
  IF r.most_inside IS NOT NULL THEN
    SELECT r.serving - coalesce((SELECT s.serving FROM waiting_step s WHERE s.intake_id = p_intake
      AND s.at <= v_now - r.pass_for - r.grace ORDER BY s.at DESC LIMIT 1), 0) INTO v_inside;
    SELECT v_inside - count(*) INTO v_inside FROM waiting_entry e WHERE e.intake_id = p_intake AND e.ended IS NOT NULL
      AND e.position > r.serving - v_inside AND e.position <= r.serving;
    v_steps := least(v_steps, greatest(r.most_inside - v_inside, 0));
  END IF;
  v_from := r.serving;
  v_to := least(r.serving + v_steps, r.entries);
  -- Beyond those who left, as long as there are any in what was just added.
  LOOP
    SELECT count(*) INTO v_gone FROM waiting_entry e WHERE e.intake_id = p_intake AND e.ended IS NOT NULL
      AND e.position > v_from AND e.position <= v_to;
    EXIT WHEN v_gone = 0 OR v_to = r.entries;
    v_from := v_to;
    v_to := least(v_to + v_gone, r.entries);
  END LOOP;
  UPDATE waiting_room SET serving = v_to, rate = v_rate,
    brisk = greatest(v_rate, r.brisk * 0.5 ^ (extract(epoch FROM least(v_now - r.served_at, 2 * p_every)) / 180)),
    owed = least(v_owed - v_steps, 1), served_at = v_now,
    version = version + CASE WHEN v_to > r.serving OR abs(v_rate - r.rate) > r.rate / 20 THEN 1 ELSE 0 END
    WHERE intake_id = p_intake;
  IF v_to > r.serving THEN
    INSERT INTO waiting_step (intake_id, serving, at) VALUES (p_intake, v_to, v_now);
  END IF;
  RETURN true;
END $$;

-- ---------------------------------------------------------------------------------------------- administration

-- Makes a room, or changes how it is steered. Answers NULL, or why not.
CREATE OR REPLACE FUNCTION put_room(p_intake bigint, p_rule jsonb, p_pass_for interval, p_grace interval,
                                    p_least double precision, p_most double precision, p_most_inside int)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE r waiting_room; g intake_gate;
BEGIN
  SELECT * INTO STRICT g FROM intake_gate x WHERE x.intake_id = p_intake FOR NO KEY UPDATE;
  SELECT * INTO r FROM waiting_room x WHERE x.intake_id = p_intake FOR NO KEY UPDATE;
  IF r.frozen_at IS NULL AND (p_rule ->> 'at')::timestamptz <= g.opens_at THEN RETURN 'DRAW_BEFORE_OPENING'; END IF;
  IF r.intake_id IS NULL THEN
    IF g.opens_at <= clock_timestamp() THEN RETURN 'ROOM_TOO_LATE'; END IF;
    INSERT INTO waiting_room (intake_id, rule, pass_for, grace, least_rate, most_rate, rate, brisk, most_inside)
    VALUES (p_intake, p_rule, p_pass_for, p_grace, p_least, p_most, p_least, p_most, p_most_inside);
    RETURN NULL;
  END IF;
  IF NOT rule_may_become(r, p_rule) THEN RETURN 'ROOM_IN_USE'; END IF;
  UPDATE waiting_room SET rule = p_rule, pass_for = p_pass_for, grace = p_grace, least_rate = p_least,
    most_rate = p_most, rate = least(greatest(rate, p_least), p_most), most_inside = p_most_inside, version = version + 1
    WHERE intake_id = p_intake;
  RETURN NULL;
END $$;

-- What an operator says of the line: PAUSE, RESUME, DRAIN, or a RATE (NULL follows the seat path again). Answers NULL, or NO_ROOM.
CREATE OR REPLACE FUNCTION steer_room(p_intake bigint, p_what text, p_rate double precision) RETURNS text LANGUAGE plpgsql AS $$
DECLARE v_rate double precision;
BEGIN
  -- It shows at once, also before the line's first step.
  SELECT least(greatest(p_rate, x.least_rate), x.most_rate) INTO v_rate
    FROM waiting_room x WHERE x.intake_id = p_intake AND p_rate IS NOT NULL FOR NO KEY UPDATE;
  UPDATE waiting_room r SET
    paused_at = CASE p_what WHEN 'PAUSE' THEN coalesce(r.paused_at, clock_timestamp()) WHEN 'RESUME' THEN NULL ELSE r.paused_at END,
    drained_at = CASE p_what WHEN 'DRAIN' THEN coalesce(r.drained_at, clock_timestamp()) ELSE r.drained_at END,
    set_rate = CASE p_what WHEN 'RATE' THEN p_rate ELSE r.set_rate END,
    rate = coalesce(v_rate, r.rate), brisk = greatest(r.brisk, v_rate),
    version = r.version + 1
    WHERE r.intake_id = p_intake;
  RETURN CASE WHEN NOT FOUND THEN 'NO_ROOM' END;
END $$;

-- ---------------------------------------------------------------------------------------------- the record

-- Of each position that was admitted, after p_after and p_limit of them at most: by which pointer, and each number that its claims
-- ever got, in which slot.
CREATE OR REPLACE FUNCTION admissions(p_intake bigint, p_after bigint, p_limit int)
RETURNS TABLE ("position" bigint, pointer bigint, slot_id bigint, seq bigint)
LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
  SELECT e.position, e.admitted_by, r.slot_id, r.seq
  FROM (SELECT * FROM waiting_entry x WHERE x.intake_id = p_intake AND x.position > p_after AND x.admitted_at IS NOT NULL
        ORDER BY x.position LIMIT p_limit) e
  -- By the account's own index, entry by entry: a join of whole tables would read everybody's reservations.
  LEFT JOIN LATERAL (SELECT x.slot_id, x.seq FROM reservation x WHERE x.account = e.account AND x.intake_id + 0 = p_intake
                     AND x.admitted_position = e.position AND x.seq IS NOT NULL OFFSET 0) r ON true
  ORDER BY e.position, r.slot_id, r.seq
$$;

-- ---------------------------------------------------------------------------------------------- views

CREATE OR REPLACE VIEW room_state AS
SELECT i.code, g.opens_at, g.closes_at, clock_timestamp() AS as_of, r.*
FROM waiting_room r JOIN intake_gate g USING (intake_id) JOIN intake i ON i.id = r.intake_id;
