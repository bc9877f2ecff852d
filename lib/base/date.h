/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of any ISO 8601 precision, as intervals of days. */
#ifndef GDCT_BASE_DATE_H
#define GDCT_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* First and last day, both included, counted from 0001-01-01 as day 1. */
typedef struct {
  uint32_t first, last;
} GdctDays;

/* Reads 2025, 2025-02 or 2025-02-11, and with @interval also A/B. False if
 * @text is none of these or names a day that does not exist; an interval may
 * run backwards: compare first and last. */
bool gdct_date_parse(const char *text, bool interval, GdctDays *ret_days);

/* Room for a day as a text. */
enum { GDCT_DAY_SIZE = 16 };

/* Writes a day, from 1, as ISO 8601 does. */
void gdct_day_write(uint32_t day, char ret_text[GDCT_DAY_SIZE]);

/* The year of a day, at most 9999; and the first day of a year. */
uint16_t gdct_year_of(uint32_t day);
uint32_t gdct_year_begins(unsigned year);

/* Today in UTC, or SOURCE_DATE_EPOCH where that is set. */
GdctDays gdct_date_today(void);

#endif
