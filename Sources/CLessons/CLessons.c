#include "CLessons.h"

// C23, which compilers of before it have as an extension.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char lesson_1[] = {
#embed "../../Scripts/lessons/1-prompt.md"
};
static const unsigned char lesson_2[] = {
#embed "../../Scripts/lessons/2-failing.md"
};
static const unsigned char lesson_3[] = {
#embed "../../Scripts/lessons/3-delay.md"
};
static const unsigned char lesson_4[] = {
#embed "../../Scripts/lessons/4-redirecting.md"
};
static const unsigned char lesson_5[] = {
#embed "../../Scripts/lessons/5-integrating.md"
};
static const unsigned char lesson_6[] = {
#embed "../../Scripts/lessons/6-reallocating.md"
};
static const unsigned char lesson_7[] = {
#embed "../../Scripts/lessons/7-measuring.md"
};
static const unsigned char lesson_8[] = {
#embed "../../Scripts/lessons/8-deciding.md"
};

#define LESSON(name, bytes) {name, bytes, sizeof bytes}

static const struct lesson_file files[] = {
    LESSON("1-prompt.md", lesson_1),
    LESSON("2-failing.md", lesson_2),
    LESSON("3-delay.md", lesson_3),
    LESSON("4-redirecting.md", lesson_4),
    LESSON("5-integrating.md", lesson_5),
    LESSON("6-reallocating.md", lesson_6),
    LESSON("7-measuring.md", lesson_7),
    LESSON("8-deciding.md", lesson_8),
};

int lesson_count(void) { return sizeof files / sizeof files[0]; }

struct lesson_file lesson_at(int index) { return files[index]; }
