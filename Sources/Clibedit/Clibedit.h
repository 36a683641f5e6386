// The one header of libedit that this project uses.
#include <histedit.h>
