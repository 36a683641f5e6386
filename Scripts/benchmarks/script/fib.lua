-- Calls: the Fibonacci numbers by their definition. Beside it: fib.reroute.
local n = tonumber(arg and arg[1]) or 30
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(string.format("%.17g", fib(n + 0.0)))
