-- What officers at the help desk read. Every look at a child is written by the same call, into the reservation's acts and into
-- the audit log.

-- The reservations of a child, or the one of a receipt, newest first; only those at p_offices, or at any where that is NULL.
CREATE OR REPLACE FUNCTION desk_find(p_holder bytea, p_receipt text, p_offices text[], p_actor text, p_reason text, p_limit int)
RETURNS TABLE (id uuid, intake_id bigint, slot_id bigint, status text, seq bigint, wait_position bigint, hold_until timestamptz,
               receipt text, moved_from uuid, moved_to uuid, created_at timestamptz, changed_at timestamptz,
               holder bytea, sealed bytea, office text, office_name text, track text, label text, acts jsonb)
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE v_ids uuid[] := ARRAY(
  SELECT r.id FROM (
    SELECT * FROM reservation x WHERE x.holder = p_holder AND x.status IN ('HELD', 'CONFIRMED')
    UNION ALL SELECT * FROM reservation x WHERE x.holder = p_holder AND x.status = 'WAITING'
    UNION ALL SELECT * FROM reservation x WHERE x.holder = p_holder AND x.status IN ('CANCELLED', 'EXPIRED', 'LAPSED', 'MOVED')
    UNION ALL SELECT * FROM reservation x WHERE x.receipt = p_receipt) r
  JOIN slot d ON d.id = r.slot_id JOIN office o ON o.id = d.office_id
  WHERE p_offices IS NULL OR o.code = ANY (p_offices)
  ORDER BY r.created_at DESC, r.id DESC LIMIT p_limit);
BEGIN
  INSERT INTO reservation_act (reservation_id, action, actor, reason, at)
    SELECT u, 'SEEN', p_actor, p_reason, clock_timestamp() FROM unnest(v_ids) AS u;
  -- A search that finds nothing is told too: somebody who tries one NIK after the other shows by it.
  PERFORM audit(p_actor, 'LOOKED', jsonb_build_object('by', CASE WHEN p_receipt IS NULL THEN 'nik' ELSE 'receipt' END,
                                                      'reservations', v_ids), p_reason);
  RETURN QUERY
  SELECT r.id, r.intake_id, r.slot_id, r.status, r.seq,
         CASE WHEN r.status = 'WAITING' THEN wait_position(r) END, r.hold_until, r.receipt, r.moved_from, r.moved_to,
         r.created_at, r.changed_at, r.holder, r.sealed, o.code, o.name, d.track, d.label,
         (SELECT jsonb_agg(jsonb_build_object('at', a.at, 'action', a.action, 'actor', a.actor, 'reason', a.reason) ORDER BY a.id)
          FROM reservation_act a WHERE a.reservation_id = r.id)
  FROM unnest(v_ids) WITH ORDINALITY AS u(id, ord) JOIN reservation r ON r.id = u.id
  JOIN slot d ON d.id = r.slot_id JOIN office o ON o.id = d.office_id ORDER BY u.ord;
END $$;

-- Who has a seat in a slot, in the order of their numbers, after p_after. With p_reason the children are looked at too.
CREATE OR REPLACE FUNCTION desk_accepted(p_slot bigint, p_after bigint, p_limit int, p_actor text, p_reason text)
RETURNS TABLE (seq bigint, receipt text, status text, created_at timestamptz, holder bytea, sealed bytea)
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE v_ids uuid[] := ARRAY(
  SELECT r.id FROM reservation r WHERE r.slot_id = p_slot AND r.seq > p_after AND r.status IN ('HELD', 'CONFIRMED')
  ORDER BY r.seq LIMIT p_limit);
BEGIN
  INSERT INTO reservation_act (reservation_id, action, actor, reason, at)
    SELECT u, 'SEEN', p_actor, p_reason, clock_timestamp() FROM unnest(v_ids) AS u WHERE p_reason IS NOT NULL;
  IF p_reason IS NOT NULL THEN
    PERFORM audit(p_actor, 'LISTED', jsonb_build_object('slot', p_slot, 'reservations', v_ids), p_reason);
  END IF;
  RETURN QUERY
  SELECT r.seq, r.receipt, r.status, r.created_at, r.holder, r.sealed
  FROM reservation r WHERE r.id = ANY (v_ids) ORDER BY r.seq;
END $$;
