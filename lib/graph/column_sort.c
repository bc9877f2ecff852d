/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting nodes by columns: what each cell is compared by is made once. */
#include "base/date.h"
#include "base/order.h"
#include "graph/column.h"
#include "model/shape.h"

#include <string.h>

/* Kinds of keys in the order that they sort in where a column has several. */
typedef enum { KEY_NUMBER, KEY_DAYS, KEY_TEXT, KEY_MISSING } KeyForm;

/* What one cell is compared by. */
typedef struct {
  KeyForm form;
  double number, number2; /* of days the first and the last */
  char *text;
} Key;

typedef struct {
  uint32_t node;
  Key *keys;
} Row;

typedef struct {
  const GdctMapping *mapping;
  const bool *descending;
  size_t n_columns;
} Order;

/* A text without case and accents. Free with g_free(). */
static char *fold(const char *text) {
  g_autofree char *apart = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold(apart != NULL ? apart : text, -1);
  GString *plain = g_string_sized_new(strlen(folded));

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at))
    if (g_unichar_type(g_utf8_get_char(at)) != G_UNICODE_NON_SPACING_MARK)
      g_string_append_len(plain, at, g_utf8_next_char(at) - at);
  return g_string_free(plain, FALSE);
}

static Key make_key(GdctColumn *column, uint32_t node) {
  GdctCell cell = gdct_column_cell(column, node);
  Key key = {KEY_MISSING, 0, 0, NULL};
  GString *joined;
  GdctDays days;

  if (cell.count == 0)
    return key;
  switch (gdct_column_type(column, node)) {
  case GDCT_VALUE_DATE:
  case GDCT_VALUE_INTERVAL:
    if (gdct_date_parse(cell.texts[0], true, &days))
      return (Key){KEY_DAYS, days.first, days.last, NULL};
    break;
  case GDCT_VALUE_INTEGER:
  case GDCT_VALUE_DECIMAL:
  case GDCT_VALUE_FRACTION:
    return (Key){KEY_NUMBER, g_ascii_strtod(cell.texts[0], NULL), 0, NULL};
  default:
    break;
  }
  joined = g_string_new(NULL);
  for (uint32_t i = 0; i < cell.count; i++) {
    g_autofree char *folded = fold(cell.texts[i]);
    g_string_append_printf(joined, "%s%s", i > 0 ? "\001" : "", folded);
  }
  key.form = KEY_TEXT;
  key.text = g_string_free(joined, FALSE);
  return key;
}

static int compare_keys(const Key *a, const Key *b) {
  if (a->form != b->form)
    return a->form < b->form ? -1 : 1;
  if (a->form == KEY_TEXT)
    return gdct_compare_natural(a->text, b->text);
  if (a->number != b->number)
    return a->number < b->number ? -1 : 1;
  if (a->number2 != b->number2)
    return a->number2 < b->number2 ? -1 : 1;
  return 0;
}

static int compare_rows(gconstpointer a, gconstpointer b, gpointer data) {
  const Row *left = a, *right = b;
  const Order *order = data;

  for (size_t i = 0; i < order->n_columns; i++) {
    const Key *x = &left->keys[i], *y = &right->keys[i];
    int by = compare_keys(x, y);
    if (by == 0)
      continue;
    if (x->form == KEY_MISSING || y->form == KEY_MISSING)
      return by;
    return order->descending[i] ? -by : by;
  }
  return gdct_compare_natural(
      gdct_id(order->mapping, (GdctThing){GDCT_NODE, left->node}),
      gdct_id(order->mapping, (GdctThing){GDCT_NODE, right->node}));
}

void gdct_columns_sort(GdctColumn *const *columns, const bool *descending,
                       size_t n_columns, uint32_t *nodes, size_t n_nodes) {
  g_autoptr(GArray) rows = g_array_sized_new(FALSE, FALSE, sizeof(Row), 0);
  g_autofree Key *keys = g_new0(Key, n_nodes * n_columns + 1);
  Order order = {NULL, descending, n_columns};

  if (n_columns == 0 || n_nodes == 0)
    return;
  order.mapping = columns[0]->graph->mapping;
  for (size_t i = 0; i < n_nodes; i++) {
    Row row = {nodes[i], keys + i * n_columns};
    for (size_t c = 0; c < n_columns; c++)
      row.keys[c] = make_key(columns[c], nodes[i]);
    g_array_append_val(rows, row);
  }
  g_array_sort_with_data(rows, compare_rows, &order);
  for (size_t i = 0; i < n_nodes; i++)
    nodes[i] = g_array_index(rows, Row, i).node;
  for (size_t i = 0; i < n_nodes * n_columns; i++)
    g_free(keys[i].text);
}
