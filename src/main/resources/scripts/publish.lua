-- Publishes what the ledger said: ids that are settled (their tokens go), the new ones among them (into the index), and the
-- slots' facts, each only if its version is newer. May be repeated, and come late.
-- KEYS: the intake's index, then for each slot its facts and its pending claims.
-- ARGV: number of slots, then for each slot: id, free, places, entries, version; then for each settled id: the slot's
-- number, slot id, id, holder, whether it is in the ledger ('1').
-- Answers the numbers of the slots whose index is not complete.
local known = KEYS[1]
local count = tonumber(ARGV[1])
local first = 2 + 5 * count

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

local incomplete = {}
for n = 1, count do
  local a = 2 + 5 * (n - 1)
  local version = redis.call('HGET', KEYS[2 * n], 'version')
  if not version or tonumber(version) < tonumber(ARGV[a + 4]) then
    redis.call('HSET', KEYS[2 * n], 'free', ARGV[a + 1], 'places', ARGV[a + 2], 'entries', ARGV[a + 3], 'version', ARGV[a + 4])
  end
  local entries = redis.call('HGET', KEYS[2 * n], 'entries')
  if tonumber(redis.call('HGET', known, '#' .. ARGV[a]) or '0') < tonumber(entries) then
    incomplete[#incomplete + 1] = n
  end
end
return incomplete
