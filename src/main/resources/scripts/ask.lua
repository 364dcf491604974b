-- Takes a token for each claim that may be sold a seat; refuses only what is certainly full.
-- KEYS: the intake's index of known ids and children, then for each slot its facts and its pending claims.
-- ARGV: life of a token (ms), then for each claim: the slot's number among the KEYS (from 1), slot id, claim id, holder,
-- whether a place in the reserve list will do ('1').
-- Answers for each claim: 'T' a token was taken, 'L' the ledger must decide, 'F' full; and last how many tokens had lapsed.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local life = tonumber(ARGV[1])
local known = KEYS[1]

local lapsed = 0
local slots = {}
local function slot(n, id)
  if not slots[n] then
    local facts = redis.call('HMGET', KEYS[2 * n], 'free', 'places', 'entries')
    if facts[1] then
      lapsed = lapsed + redis.call('ZREMRANGEBYSCORE', KEYS[2 * n + 1], '-inf', now)
      -- No token lives longer than its life: one that says so was given under another clock.
      lapsed = lapsed + redis.call('ZREMRANGEBYSCORE', KEYS[2 * n + 1], now + life + 1, '+inf')
      slots[n] = {
        sellable = facts[1] - redis.call('ZCARD', KEYS[2 * n + 1]),
        places = tonumber(facts[2]),
        complete = tonumber(redis.call('HGET', known, '#' .. id) or '0') >= tonumber(facts[3])
      }
    else
      slots[n] = {}
    end
  end
  return slots[n]
end

local answers = {}
for a = 2, #ARGV, 5 do
  local n = tonumber(ARGV[a])
  local s, id = slot(n, ARGV[a + 1]), ARGV[a + 2]
  local answer = 'L'
  if s.sellable and redis.call('HEXISTS', known, id) == 0 and redis.call('HEXISTS', known, ARGV[a + 3]) == 0
      and not redis.call('ZSCORE', KEYS[2 * n + 1], id) then
    if s.sellable > 0 then
      redis.call('ZADD', KEYS[2 * n + 1], now + life, id)
      s.sellable = s.sellable - 1
      answer = 'T'
    elseif s.complete and not (ARGV[a + 4] == '1' and s.places > 0) then
      answer = 'F'
    end
  end
  answers[#answers + 1] = answer
end
answers[#answers + 1] = lapsed
return answers
