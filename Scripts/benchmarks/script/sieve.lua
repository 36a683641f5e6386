-- The primes up to n by the sieve of Eratosthenes. Beside it: sieve.reroute.
local n = tonumber(arg and arg[1]) or 5000000
local c = 0.0
local a = {}
for i = 1, n do a[i] = 1.0 end
for i = 2.0, n do
  if a[i] == 1.0 then
    c = c + 1
    for j = i + i, n, i do a[j] = 0.0 end
  end
end
print(string.format("%.17g", c))
