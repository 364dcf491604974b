-- Publishes what the ledger said: ids that are settled (their tokens go), the new ones among them (into the index), and the
-- slots' facts, unless Redis has a newer version. May be repeated, and come late.
-- KEYS: the intake's index, then for each slot its facts and its pending claims.
-- ARGV: number of slots, then for each slot: id, free, places, entries, version, a version that is known to be false or '', and
-- the version that the caller told last or ''; then for each settled id: the slot's number, slot id, id, holder, whether it is in
-- the ledger ('1').
-- Answers the numbers of the slots whose index is not complete; number and version, in turn, of those of which Redis claims a
-- newer version; and how many were mended: absent, of the same version but other facts, of a false version, of an earlier version
-- than the caller told last (such a Redis has lost writes).
local known = KEYS[1]
local count = tonumber(ARGV[1])
local first = 2 + 7 * count

for a = first, #ARGV, 5 do
  local n, id = tonumber(ARGV[a]), ARGV[a + 2]
  redis.call('ZREM', KEYS[2 * n + 1], id)
  if ARGV[a + 4] == '1' then
    if redis.call('HSETNX', known, id, '1') == 1 then
      redis.call('HINCRBY', known, '#' .. ARGV[a + 1], 1)
    end
    redis.call('HSET', known, ARGV[a + 3], '1')
  end
end

local incomplete, ahead, absent, different, false_version, behind = {}, {}, 0, 0, 0, 0
for n = 1, count do
  local a = 2 + 7 * (n - 1)
  local free, places, entries, version = ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4]
  local told_last = tonumber(ARGV[a + 6])
  local has = redis.call('HMGET', KEYS[2 * n], 'version', 'free', 'places', 'entries')
  local known_version = tonumber(has[1] or '')
  if known_version and known_version > tonumber(version) and has[1] ~= ARGV[a + 5] then
    ahead[#ahead + 1] = n
    ahead[#ahead + 1] = has[1]
    entries = has[4]
  else
    if not known_version then
      absent = absent + 1
    elseif has[1] == ARGV[a + 5] then
      false_version = false_version + 1
    elseif told_last and known_version < told_last then
      behind = behind + 1
    elseif has[1] == version and (has[2] ~= free or has[3] ~= places or has[4] ~= entries) then
      different = different + 1
    end
    redis.call('HSET', KEYS[2 * n], 'free', free, 'places', places, 'entries', entries, 'version', version)
  end
  if tonumber(redis.call('HGET', known, '#' .. ARGV[a]) or '0') < tonumber(entries) then
    incomplete[#incomplete + 1] = n
  end
end
return {incomplete, ahead, {absent, different, false_version, behind}}
