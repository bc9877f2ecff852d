/* SPDX-License-Identifier: Apache-2.0 */
/* Who is responsible for an action line, source by source. */
#include "document/review.h"

#include <string.h>

/* Words of letters and digits, in one case: "UN-DESA" is "UN DESA", and "UN
 * Regional Commissions" those of the United Nations. Free with g_free(). */
static char *plain(const char *text) {
  g_autofree char *folded = g_utf8_casefold(text, -1);
  GString *out = g_string_new(" ");

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at))
    if (g_unichar_isalnum(g_utf8_get_char(at)))
      g_string_append_unichar(out, g_utf8_get_char(at));
    else if (out->str[out->len - 1] != ' ')
      g_string_append_c(out, ' ');
  if (out->str[out->len - 1] != ' ')
    g_string_append_c(out, ' ');
  g_string_replace(out, " united nations ", " un ", 0);
  return g_string_free(out, FALSE);
}

/* Adds what one source says, unless it said so; a lead stays one. */
static void add_role(GArray *roles, const ReviewRole *role) {
  for (guint i = 0; i < roles->len; i++) {
    ReviewRole *known = &g_array_index(roles, ReviewRole, i);
    if (known->source != role->source || strcmp(known->key, role->key) != 0)
      continue;
    known->leads |= role->leads;
    known->listed |= role->listed;
    known->alone |= role->alone;
    g_free(role->key);
    return;
  }
  g_array_append_val(roles, *role);
}

/* Adds a name once for each source of a link. */
static void add_name(const Paper *paper, GArray *roles, ReviewRole role) {
  role.recalled = review_is_recalled(paper, role.link);
  for (uint32_t i = 0; i < gdct_evidence_count(paper->mapping, role.link);
       i++) {
    role.source = gdct_evidence(paper->mapping, role.link, i).source;
    role.piece = i;
    if (role.source == GDCT_NONE)
      continue;
    role.key = plain(role.name);
    add_role(roles, &role);
  }
}

static void add_organization(const Paper *paper, uint32_t link, uint32_t other,
                             void *data) {
  uint32_t relation = gdct_link(paper->mapping, link).relation;
  ReviewRole role = {.name = review_short_name(paper, other),
                     .leads = relation == gdct_term_relation(paper, "leads"),
                     .listed =
                         relation == gdct_term_relation(paper, "facilitates"),
                     .link = {GDCT_LINK, link}};

  add_name(paper, data, role);
}

/* Who leads for one objective is said by the link. */
static void add_attributes(const Paper *paper, uint32_t index, uint32_t other,
                           void *data) {
  GdctThing link = {GDCT_LINK, index};

  (void)other;
  for (uint32_t i = 0; i < gdct_value_count(paper->mapping, link); i++) {
    GdctValue value = gdct_value(paper->mapping, link, i);
    if (strcmp(value.key, "lead") == 0 || strcmp(value.key, "co-leads") == 0)
      add_name(paper, data,
               (ReviewRole){
                   .name = value.text,
                   .leads = strcmp(value.key, "lead") == 0,
                   .alone = gdct_says_yes(paper->mapping, link, "sole-lead"),
                   .link = link});
  }
}

static void clear_role(void *role) {
  g_free(((ReviewRole *)role)->key);
}

static GArray *list_roles(const Paper *paper, uint32_t line) {
  static const char *const relations[] = {"leads", "co-leads", "facilitates"};
  GArray *roles = g_array_new(FALSE, FALSE, sizeof(ReviewRole));

  g_array_set_clear_func(roles, clear_role);
  gdct_each_link(paper, line, "implemented-through", true, add_attributes,
                 roles);
  for (size_t i = 0; i < G_N_ELEMENTS(relations); i++)
    if (gdct_term_relation(paper, relations[i]) != GDCT_NONE)
      gdct_each_link(paper, line, relations[i], true, add_organization, roles);
  return roles;
}

/* ---- comparing ---- */

static const ReviewRole *role_at(const GArray *roles, guint index) {
  return &g_array_index(roles, ReviewRole, index);
}

/* What a source says of an organization; NULL: nothing. */
static const ReviewRole *find_role(const GArray *roles, uint32_t source,
                                   const char *key) {
  for (guint i = 0; i < roles->len; i++)
    if (role_at(roles, i)->source == source &&
        strcmp(role_at(roles, i)->key, key) == 0)
      return role_at(roles, i);
  return NULL;
}

/* How many organizations a source names, how many of them as leads; and
 * whether they are all that it has to name. Those who name but one say who
 * leads, not who takes part, unless it leads alone; and besides co-leads there
 * is a lead. */
typedef struct {
  guint all, leads;
  bool whole;
} Named;

static Named count_named(const GArray *roles, uint32_t source) {
  Named named = {0, 0, false};
  bool alone = false;

  for (guint i = 0; i < roles->len; i++)
    if (role_at(roles, i)->source == source) {
      named.all++;
      named.leads += role_at(roles, i)->leads;
      named.whole |= role_at(roles, i)->leads || role_at(roles, i)->listed;
      alone |= role_at(roles, i)->alone;
    }
  named.whole = named.whole && (named.all > 1 || alone);
  return named;
}

/* Compares what its source says of one organization with another source. */
static void compare(ReviewDispute *dispute, const ReviewRole *role,
                    uint32_t other) {
  const ReviewRole *match = find_role(dispute->roles, other, role->key);
  Named own = count_named(dispute->roles, role->source);
  Named others = count_named(dispute->roles, other);

  if (role->leads && (match == NULL ? others.whole || others.leads > 0
                                    : !match->leads && others.leads > 0))
    dispute->leads = true;
  if (match == NULL && own.whole && others.whole)
    dispute->others = true;
}

static void compare_all(ReviewDispute *dispute) {
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

  for (guint n = 0; n < dispute->roles->len; n++) {
    uint32_t source = role_at(dispute->roles, n)->source;
    if (!g_hash_table_add(seen, GUINT_TO_POINTER(source)))
      continue;
    for (guint k = 0; k < dispute->roles->len; k++)
      if (role_at(dispute->roles, k)->source != source)
        compare(dispute, role_at(dispute->roles, k), source);
  }
}

void review_find_disputes(const Paper *paper, Review *review) {
  g_autoptr(GArray) lines = NULL;

  review->disputes = g_array_new(FALSE, FALSE, sizeof(ReviewDispute));
  g_array_set_clear_func(review->disputes, review_clear_dispute);
  if (gdct_term_kind(paper, "wsis-action-line") == GDCT_NONE)
    return;
  lines = gdct_nodes_of(paper, "wsis-action-line");
  for (guint i = 0; i < lines->len; i++) {
    ReviewDispute dispute = {.node = g_array_index(lines, uint32_t, i)};
    dispute.roles = list_roles(paper, dispute.node);
    compare_all(&dispute);
    if (dispute.leads || dispute.others)
      g_array_append_val(review->disputes, dispute);
    else
      review_clear_dispute(&dispute);
  }
}

void review_clear_dispute(void *data) {
  g_array_unref(((ReviewDispute *)data)->roles);
}

/* ---- the table ---- */

/* "UNESCO (leads), ITU" and where that is said, each place once. */
static void put_source(const Paper *paper, const GArray *roles,
                       uint32_t source) {
  g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
  Document *doc = paper->doc;
  bool first = true, recalled = false;

  gdct_doc_open(doc, DOC_ITEM);
  gdct_doc_open(doc, DOC_EMPHASIS);
  gdct_doc_title(doc, (GdctThing){GDCT_SOURCE, source});
  gdct_doc_close(doc);
  gdct_doc_text(doc, gdct_colon(paper->options->language));
  for (int leads = 1; leads >= 0; leads--)
    for (guint i = 0; i < roles->len; i++) {
      const ReviewRole *role = role_at(roles, i);
      if (role->source != source || role->leads != (leads == 1))
        continue;
      if (!first)
        gdct_doc_text(doc, gdct_comma(paper->options->language));
      first = false;
      gdct_doc_text(doc, role->name);
      if (role->leads)
        gdct_doc_print(doc, " %s",
                       role->alone ? W_("(sole lead)") : W_("(leads)"));
      recalled |= role->recalled;
    }
  for (guint i = 0; i < roles->len; i++) {
    const ReviewRole *role = role_at(roles, i);
    const char *place =
        gdct_evidence(paper->mapping, role->link, role->piece).locator;
    if (role->source == source && g_hash_table_add(places, (gpointer)place))
      gdct_doc_cite_piece(doc, role->link, role->piece);
  }
  if (recalled)
    gdct_doc_print(doc, " %s", W_("(recalled)"));
  gdct_doc_close(doc);
}

static void put_sources(const Paper *paper, const GArray *roles) {
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (guint i = 0; i < roles->len; i++)
    if (g_hash_table_add(seen, GUINT_TO_POINTER(role_at(roles, i)->source)))
      put_source(paper, roles, role_at(roles, i)->source);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

void review_put_disputes(const Paper *paper) {
  const DocColumn columns[] = {{W_("Action line"), 22, false},
                               {W_("They differ on"), 16, false},
                               {W_("What each source says"), 62, false}};
  const GArray *disputes = review_of(paper)->disputes;
  Document *doc = paper->doc;

  gdct_doc_section(doc, NULL, 3, W_("Who is responsible for an action line"));
  if (disputes->len == 0) {
    gdct_doc_line(doc, DOC_PARAGRAPH,
                  W_("No two sources differ on who leads or takes part."));
    return;
  }
  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("Two sources differ on who leads in two cases: both name leads, and "
         "one names a lead whom the other does not call a lead; or one names a "
         "lead, and the other names several organizations without it. They "
         "differ on who takes part if both name several organizations or a "
         "sole "
         "lead, and not the same. A source that names only co-leads is shown "
         "but not "
         "compared. Sources of different years may both be right."));
  gdct_doc_table(doc, W_("Action lines on which sources differ"), columns,
                 G_N_ELEMENTS(columns));
  for (guint i = 0; i < disputes->len; i++) {
    const ReviewDispute *dispute = &g_array_index(disputes, ReviewDispute, i);
    gdct_doc_open(doc, DOC_ROW);
    gdct_doc_open(doc, DOC_HEAD);
    gdct_doc_title(doc, (GdctThing){GDCT_NODE, dispute->node});
    gdct_doc_text(doc, " ");
    gdct_doc_line(
        doc, DOC_SMALL,
        gdct_id(paper->mapping, (GdctThing){GDCT_NODE, dispute->node}));
    gdct_doc_close(doc);
    gdct_doc_line(doc, DOC_CELL,
                  !dispute->others  ? W_("who leads")
                  : !dispute->leads ? W_("who takes part")
                                    : W_("who leads, and who takes part"));
    put_sources(paper, dispute->roles);
    gdct_doc_close(doc);
  }
  gdct_doc_close(doc);
}
