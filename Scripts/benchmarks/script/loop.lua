-- A counted loop with a branch. Beside it: loop.reroute.
local n = tonumber(arg and arg[1]) or 10000000
local s = 0.0
for i = 1.0, n do
  s = s + i * 0.5 - s * 0.001
  if s > 1000 then s = s - 1000 end
end
print(string.format("%.17g", s))
