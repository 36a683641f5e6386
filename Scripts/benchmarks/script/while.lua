-- A loop while a condition holds. Beside it: while.reroute.
local n = tonumber(arg and arg[1]) or 10000000
local i, s = 0.0, 0.0
while i < n do
  i = i + 1
  s = s * 0.5 + i
end
print(string.format("%.17g", s))
