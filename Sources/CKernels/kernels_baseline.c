// The kernels for what every machine of the architecture has.
#define LANES 2
#include "kernels.h"

const struct kernels kernels_baseline = KERNELS_TABLE;
