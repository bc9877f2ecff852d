/* SPDX-License-Identifier: Apache-2.0 */
/* What the graphs of a mapping share: which nodes and links are there on its
 * date, what is known of them, and where they stand, by counting sorts. */
#include "graph/graph.h"

#include "base/order.h"

#include <string.h>

GdctDays gdct_thing_days(const GdctMapping *mapping, GdctThing thing) {
  const char *start = gdct_get(mapping, thing, "start");
  const char *end = gdct_get(mapping, thing, "end");
  GdctDays days = {0, UINT32_MAX}, read;

  if (start != NULL && gdct_date_parse(start, false, &read))
    days.first = read.first;
  if (end != NULL && gdct_date_parse(end, false, &read))
    days.last = read.last;
  return days;
}

/* Whether a thing is there on the date: a date of low precision meets it if any
 * of its days does. */
static bool is_current(const GdctGround *ground, GdctThing thing) {
  GdctDays days;

  if (!ground->dated || gdct_record(ground->mapping, thing)->n_values == 0)
    return true;
  days = gdct_thing_days(ground->mapping, thing);
  return days.first <= ground->as_of.last && ground->as_of.first <= days.last;
}

static bool is_hidden(const GdctGround *ground, uint32_t node) {
  return ground->hidden != NULL && ground->hidden[node];
}

static void hide_nodes(GdctGround *ground) {
  if (!ground->dated)
    return;
  ground->hidden = g_new0(uint8_t, (size_t)ground->n_nodes + 1);
  for (uint32_t i = 0; i < ground->n_nodes; i++)
    ground->hidden[i] = !is_current(ground, (GdctThing){GDCT_NODE, i});
}

/* ---- what is known of links ---- */

static GdctTag make_tag(const GdctGround *ground, uint32_t index) {
  const GdctStoredLink *link = &gdct_links(ground->mapping)[index];
  GdctTag tag = GDCT_TAG_BASES(1u << gdct_record_basis(&link->record));

  if ((link->record.flags & GDCT_FLAG_BROKEN) ||
      is_hidden(ground, link->from) || is_hidden(ground, link->to) ||
      !is_current(ground, (GdctThing){GDCT_LINK, index}))
    return 0;
  if (gdct_link_is_trusted(ground->mapping, index, GDCT_EVIDENCED, NULL))
    tag |= GDCT_TAG_EVIDENCED;
  return tag | link->relation;
}

static void count_flags(GdctGround *ground) {
  memset(ground->counts, 0, sizeof ground->counts);
  for (guint i = 0; i < ground->mapping->links->len; i++)
    ground->counts[ground->flags[i]]++;
}

void gdct_ground_add_reviews(GdctGround *ground) {
  uint32_t n_links = ground->mapping->links->len;
  GdctReviews *reviews;

  if (ground->knows_reviews)
    return;
  ground->knows_reviews = true;
  if (gdct_count(ground->mapping, GDCT_REVIEW) == 0)
    return;
  reviews = gdct_reviews_new(ground->mapping);
  for (uint32_t i = 0; i < n_links; i++)
    if (ground->flags[i] != 0 &&
        gdct_link_is_trusted(ground->mapping, i, GDCT_REVIEWED, reviews))
      ground->flags[i] |= GDCT_TAG_REVIEWED >> GDCT_TAG_FLAGS;
  for (int which = GDCT_OUT; which <= GDCT_IN; which++) {
    GdctSide *side = &ground->sides[which];
    for (uint32_t i = 0; i < side->first[ground->n_nodes]; i++)
      side->tags[i] |= (GdctTag)ground->flags[side->links[i]] << GDCT_TAG_FLAGS;
  }
  count_flags(ground);
  gdct_reviews_free(reviews);
}

/* ---- compressed sparse rows ---- */

/* What is asked of links is first taken out of the records, which are many
 * times larger. */
static void sort_links(GdctGround *ground) {
  const GdctStoredLink *links = gdct_links(ground->mapping);
  uint32_t n_links = ground->mapping->links->len;
  g_autofree uint32_t *from = g_new(uint32_t, (size_t)n_links + 1);
  g_autofree uint32_t *to = g_new(uint32_t, (size_t)n_links + 1);
  g_autofree GdctTag *tags = g_new(GdctTag, (size_t)n_links + 1);

  ground->flags = g_new(uint8_t, (size_t)n_links + 1);
  for (uint32_t i = 0; i < n_links; i++) {
    tags[i] = make_tag(ground, i);
    ground->flags[i] = (uint8_t)(tags[i] >> GDCT_TAG_FLAGS);
    from[i] = ground->flags[i] != 0 ? links[i].from : GDCT_NONE;
    to[i] = ground->flags[i] != 0 ? links[i].to : GDCT_NONE;
  }
  for (int which = GDCT_OUT; which <= GDCT_IN; which++) {
    GdctSide *side = &ground->sides[which];
    const uint32_t *others = which == GDCT_OUT ? to : from;
    uint32_t count;
    side->links = gdct_sort_by(which == GDCT_OUT ? from : to, n_links,
                               ground->n_nodes, &side->first);
    count = side->first[ground->n_nodes];
    side->others = g_new(uint32_t, (size_t)count + 1);
    side->tags = g_new(GdctTag, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
      side->others[i] = others[side->links[i]];
      side->tags[i] = tags[side->links[i]];
    }
  }
  count_flags(ground);
}

static void sort_nodes(GdctGround *ground) {
  const GdctStoredNode *nodes = gdct_nodes(ground->mapping);
  uint32_t n = ground->n_nodes;
  g_autofree uint32_t *kinds = g_new(uint32_t, (size_t)n + 1);
  g_autofree uint32_t *parents = g_new(uint32_t, (size_t)n + 1);

  ground->kinds = g_new(uint16_t, (size_t)n + 1);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t kind = nodes[i].kind, parent = nodes[i].parent;
    bool hidden = is_hidden(ground, i);
    ground->kinds[i] = kind == GDCT_NONE ? GDCT_NO_KIND : (uint16_t)kind;
    kinds[i] = hidden ? GDCT_NONE : kind;
    parents[i] = hidden || parent == GDCT_NONE || is_hidden(ground, parent)
                     ? GDCT_NONE
                     : parent;
  }
  ground->kind_nodes = gdct_sort_by(
      kinds, n, gdct_count(ground->mapping, GDCT_KIND), &ground->kind_first);
  ground->parts = gdct_sort_by(parents, n, n, &ground->part_first);
}

/* ---- holding ---- */

static GdctGround *ground_new(const GdctMapping *mapping, const char *text,
                              const GdctDays *as_of) {
  GdctGround *ground = g_new0(GdctGround, 1);

  ground->mapping = mapping;
  ground->dated = as_of != NULL;
  if (as_of != NULL)
    ground->as_of = *as_of;
  ground->as_of_text = g_strdup(text);
  ground->n_nodes = mapping->nodes->len;
  ground->holders = 1;
  hide_nodes(ground);
  sort_nodes(ground);
  sort_links(ground);
  return ground;
}

void gdct_ground_release(GdctGround *ground) {
  if (!g_atomic_int_dec_and_test(&ground->holders))
    return;
  for (int which = GDCT_OUT; which <= GDCT_IN; which++) {
    g_free(ground->sides[which].first);
    g_free(ground->sides[which].links);
    g_free(ground->sides[which].others);
    g_free(ground->sides[which].tags);
  }
  g_free(ground->as_of_text);
  g_free(ground->hidden);
  g_free(ground->flags);
  g_free(ground->kinds);
  g_free(ground->kind_first);
  g_free(ground->kind_nodes);
  g_free(ground->part_first);
  g_free(ground->parts);
  g_free(ground);
}

GdctGround *gdct_ground_get(const GdctMapping *mapping, const char *text,
                            const GdctDays *as_of) {
  static GMutex lock;
  GdctKept *kept = (GdctKept *)&mapping->kept; /* a cache */
  GdctGround *ground;

  if (as_of != NULL)
    return ground_new(mapping, text, as_of);
  g_mutex_lock(&lock);
  if (kept->ground == NULL) {
    kept->ground = ground_new(mapping, NULL, NULL);
    kept->release = (GDestroyNotify)gdct_ground_release;
  }
  ground = kept->ground;
  g_atomic_int_inc(&ground->holders);
  g_mutex_unlock(&lock);
  return ground;
}
