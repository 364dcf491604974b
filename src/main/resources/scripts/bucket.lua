-- A token bucket that instances share: each spends on credit and tells here what it spent.
-- KEYS: the bucket. ARGV: tokens that fit, tokens a second, tokens spent since this instance last told.
-- Answers what is left, as text; below zero it is owed. Debt is bounded by a bucketful, or a flood would lock an account out for
-- hours.
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local fit, pace, spent = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local was = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = fit
if was[1] then
  left = math.min(fit, was[1] + math.max(0, now - was[2]) * pace)
end
left = math.max(-fit, left - spent)
redis.call('HSET', KEYS[1], 'left', string.format('%.3f', left), 'at', string.format('%.6f', now))
-- A bucket that is full again need not be kept.
redis.call('PEXPIRE', KEYS[1], math.ceil((fit - left) / pace * 1000) + 1000)
return string.format('%.3f', left)
