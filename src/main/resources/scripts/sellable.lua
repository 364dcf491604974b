-- Free seats and unexpired pending claims, in turn, for each slot; false for both where nothing is known. Changes nothing.
-- KEYS as in publish.lua. ARGV: number of slots.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answers = {}
for n = 1, tonumber(ARGV[1]) do
  local free = redis.call('HGET', KEYS[2 * n], 'free')
  answers[2 * n - 1] = free and tonumber(free)
  answers[2 * n] = free and redis.call('ZCOUNT', KEYS[2 * n + 1], '(' .. now, '+inf')
end
return answers
