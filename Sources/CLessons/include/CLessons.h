#ifndef REROUTE_LESSONS_H
#define REROUTE_LESSONS_H

/// The files of the lessons, held by the program itself: nothing is read when it starts.
struct lesson_file {
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  long count;
};

/// How many lessons there are.
int lesson_count(void);

/// The lesson at `index`, from 0.
struct lesson_file lesson_at(int index);

#endif
