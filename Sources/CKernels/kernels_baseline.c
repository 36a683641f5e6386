// The kernels for what every machine of the architecture has.
#define WIDTH 2
#define LANES 4
#include "kernels.h"

const struct kernels kernels_baseline = KERNELS_TABLE;
