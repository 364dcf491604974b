-- Claims for one slot, each with a new id and a new child, by turns of many accounts:
--   wrk -t2 -c64 -d10s -s claims.lua URL -- TOKENS-FILE SLOT-ID RUN
-- RUN is a number that no other run against the same service has: it keeps the children apart.

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  tokens = {}
  for token in io.lines(args[1]) do
    tokens[#tokens + 1] = "Bearer " .. token
  end
  slot = args[2]
  -- The area of the NIK is the run's and the thread's own.
  area = string.format("%06d", 100000 + (tonumber(args[3]) * 8 + number) % 900000)
  count = 0
  turn = math.floor(#tokens * number / 8)
  math.randomseed(os.time() * 64 + tonumber(args[3]) * 8 + number)
  for _ = 1, 8 do
    math.random()
  end
end

-- UUID of version 7: milliseconds, of which Lua knows only the seconds, then random bits.
local function id()
  local ms = os.time() * 1000 + count % 1000
  return string.format(
    "%08x-%04x-7%03x-%04x-%06x%06x",
    math.floor(ms / 65536),
    ms % 65536,
    math.random(0, 0xfff),
    math.random(0x8000, 0xbfff),
    math.random(0, 0xffffff),
    math.random(0, 0xffffff)
  )
end

-- NIK: area (6), day, month and year of birth (2 each), serial (4).
local function nik()
  local day = math.floor(count / 10000)
  return string.format(
    "%s%02d%02d%02d%04d", area, day % 28 + 1, math.floor(day / 28) % 12 + 1, math.floor(day / 336) % 100, count % 10000
  )
end

function request()
  count = count + 1
  turn = turn % #tokens + 1
  local body = '{"slotId":' .. slot .. ',"child":{"nik":"' .. nik()
    .. '","name":"Anak","birthDate":"2013-05-17","guardianName":"Wali","guardianPhone":"081234567890"}}'
  return wrk.format("PUT", "/v1/reservations/" .. id(),
    { ["Authorization"] = tokens[turn], ["Content-Type"] = "application/json" }, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "wrk seconds=%.3f answers=%d refused=%d broken=%d p50_ms=%.1f p95_ms=%.1f p99_ms=%.1f\n",
    summary.duration / 1e6, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
