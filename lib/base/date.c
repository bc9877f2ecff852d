/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <glib.h>

/* Reads @digits digits; NULL if they are not there. */
static const char *read_number(const char *text, int digits, int *ret_value) {
  *ret_value = 0;
  for (int i = 0; i < digits; i++, text++) {
    if (!g_ascii_isdigit(*text))
      return NULL;
    *ret_value = *ret_value * 10 + (*text - '0');
  }
  return text;
}

/* Reads one date; returns what follows it, or NULL. */
static const char *read_date(const char *text, GdctDays *ret_days) {
  int year, month = -1, day = -1;
  GDate first, last;

  text = read_number(text, 4, &year);
  if (text != NULL && *text == '-')
    text = read_number(text + 1, 2, &month);
  if (text != NULL && month >= 0 && *text == '-')
    text = read_number(text + 1, 2, &day);
  if (text == NULL || !g_date_valid_year((GDateYear)year) ||
      !g_date_valid_dmy((GDateDay)(day < 0 ? 1 : day),
                        (GDateMonth)(month < 0 ? 1 : month), (GDateYear)year))
    return NULL;
  g_date_clear(&first, 1);
  g_date_clear(&last, 1);
  g_date_set_dmy(&first, (GDateDay)(day < 0 ? 1 : day),
                 (GDateMonth)(month < 0 ? 1 : month), (GDateYear)year);
  last = first;
  if (month < 0)
    g_date_set_month(&last, G_DATE_DECEMBER);
  if (day < 0)
    g_date_set_day(&last, g_date_get_days_in_month(g_date_get_month(&last),
                                                   (GDateYear)year));
  *ret_days = (GdctDays){g_date_get_julian(&first), g_date_get_julian(&last)};
  return text;
}

bool gdct_date_parse(const char *text, bool interval, GdctDays *ret_days) {
  GdctDays end;

  text = read_date(text, ret_days);
  if (text != NULL && *text == '/' && interval) {
    text = read_date(text + 1, &end);
    if (text != NULL)
      ret_days->last = end.last;
  }
  return text != NULL && *text == '\0';
}

void gdct_day_write(uint32_t day, char ret_text[GDCT_DAY_SIZE]) {
  GDate date;

  g_date_clear(&date, 1);
  g_date_set_julian(&date, day);
  g_snprintf(ret_text, GDCT_DAY_SIZE, "%04u-%02u-%02u",
             (unsigned)g_date_get_year(&date),
             (unsigned)g_date_get_month(&date),
             (unsigned)g_date_get_day(&date));
}

uint16_t gdct_year_of(uint32_t day) {
  GDate date;

  g_date_clear(&date, 1);
  g_date_set_julian(&date, CLAMP(day, 1, 3652059)); /* 9999-12-31 */
  return g_date_get_year(&date);
}

uint32_t gdct_year_begins(unsigned year) {
  GDate date;

  g_date_clear(&date, 1);
  g_date_set_dmy(&date, 1, G_DATE_JANUARY, (GDateYear)year);
  return g_date_get_julian(&date);
}

GdctDays gdct_date_today(void) {
  const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
  gint64 seconds = g_get_real_time() / G_USEC_PER_SEC;
  guint64 given;
  GDate date;

  if (epoch != NULL &&
      g_ascii_string_to_unsigned(epoch, 10, 0, 253402300799, &given, NULL))
    seconds = (gint64)given;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, 1, G_DATE_JANUARY, 1970);
  g_date_add_days(&date, (guint)(seconds / 86400));
  return (GdctDays){g_date_get_julian(&date), g_date_get_julian(&date)};
}
