#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a program's arguments; calls `test` with every input and returns the exit status.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *start, size_t count));
