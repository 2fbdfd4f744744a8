-- For wrk: post one file again and again, and tell what came of it as a line of JSON.
-- wrk … --script http_post.lua URL -- FILE HEADER VALUE …

function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  for place = 2, #args, 2 do
    wrk.headers[args[place]] = args[place + 1]
  end
  wrk.body = file:read("*a")
  file:close()
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "errors": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
