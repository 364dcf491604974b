-- What wrk sends, by turns of many accounts. A request is put together from ready pieces: wrk must cost little.
--   wrk -t2 -c64 -d10s -s requests.lua URL -- TOKENS-FILE KIND [TARGET] [RUN] [THINK-MS]
-- KIND  claim   claims for the slots TARGET (ids with commas between), each with a new id and a new child
--       again   one ready claim for each account for the slots TARGET, sent in turn: the same in every run of this RUN
--       mine    each account's own reservations
--       read    a GET of the path TARGET, with no token
-- RUN is a number that no other run against the same service has: it keeps the children apart.
-- THINK-MS is the mean of a random pause (exponential) before each request of a connection: many such connections
-- together come near an open model at connections / (pause + answer) requests in a second.

local threads = 0
local stride = 2 -- wrk's threads, each with its own part of the accounts

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local tokens, slots, area, run = {}, {}, nil, 0
local count, turn = 0, 0

-- UUID of version 7: milliseconds, of which Lua knows only the seconds, then random bits.
local function id(seconds)
  local ms = seconds * 1000 + count % 1000
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

-- A request's line and headers after the path, but for its length.
local function head(token)
  return " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nAuthorization: Bearer " .. token
    .. "\r\nContent-Type: application/json\r\n"
end

local behind = '","name":"Anak","birthDate":"2013-05-17","guardianName":"Wali","guardianPhone":"081234567890"}}'

-- The length and the body of a claim up to the child's NIK.
local function body(slot)
  local before = '{"slotId":' .. slot .. ',"child":{"nik":"'
  return "Content-Length: " .. (#before + 16 + #behind) .. "\r\n\r\n" .. before
end

local function each(list, make)
  local made = {}
  for i, one in ipairs(list) do
    made[i] = make(one, i)
  end
  return made
end

local function in_turn(requests)
  return function()
    turn = turn % #requests + 1
    return requests[turn]
  end
end

local kinds = {
  claim = function()
    local heads, bodies = each(tokens, head), each(slots, body)
    return function()
      count = count + 1
      turn = turn % #heads + 1
      return "PUT /v1/reservations/" .. id(os.time()) .. heads[turn] .. bodies[math.random(#bodies)] .. nik() .. behind
    end
  end,
  again = function()
    math.randomseed(run * stride + number) -- so that another process makes the same ids
    local bodies = each(slots, body)
    return in_turn(each(tokens, function(token, i)
      count = i
      return "PUT /v1/reservations/" .. id(1767225600) .. head(token) .. bodies[i % #bodies + 1] .. nik() .. behind
    end))
  end,
  mine = function()
    return in_turn(each(tokens, function(token)
      return "GET /v1/reservations" .. head(token) .. "\r\n"
    end))
  end
}

function init(args)
  local kind, target = args[2], args[3] or ""
  run = tonumber(args[4] or 0)
  if kind == "read" then
    wrk.path = target
  else
    local n = 0
    for token in io.lines(args[1]) do
      n = n + 1
      if n % stride == number then
        tokens[#tokens + 1] = token
      end
    end
    for slot in target:gmatch("%d+") do
      slots[#slots + 1] = slot
    end
    -- The area of the NIK is the run's and the thread's own.
    area = string.format("%06d", 100000 + (run * stride + number) % 900000)
    math.randomseed(os.time() * 64 + run * stride + number)
    request = kinds[kind]()
  end
  local think = tonumber(args[5] or 0)
  if think > 0 then
    function delay()
      return math.floor(0.5 - math.log(1 - math.random()) * think)
    end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "wrk seconds=%.3f answers=%d refused=%d broken=%d bytes=%d p50_ms=%.1f p95_ms=%.1f p99_ms=%.1f\n",
    summary.duration / 1e6, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, summary.bytes,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
