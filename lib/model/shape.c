/* SPDX-License-Identifier: Apache-2.0 */
#include "model/shape.h"

#include "base/date.h"
#include "base/order.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#define R GDCT_REQUIRED
#define M GDCT_MANY
#define END                                                                    \
  { NULL, GDCT_VALUE_TEXT, 0, NULL, NULL, NULL }

static const char *const certainties[] = {"verified", "recalled", NULL};
static const char *const bases[] = {"stated", "derived", "proposed", NULL};
static const char *const qualifiers[] = {"over", "at-least", "about", "at-most",
                                         NULL};
static const char *const statuses[] = {"planned", "ongoing", "completed",
                                       "suspended", NULL};
static const char *const severities[] = {"error", "warning", "info", NULL};
static const char *const counts[] = {"covered", "partial", NULL};
static const char *const shows[] = {"all", "linked", "gaps", "covered", NULL};
static const char *const ons[] = {"node", "link", NULL};
static const char *const types[] = {"text", "integer", "decimal", "date",
                                    "uri",  "choice",  NULL};

/* One piece of evidence in a list. */
static const GdctField evidence_fields[] = {
    {"source", GDCT_VALUE_CITATION, 0, NULL, NULL,
     "The id of the document that says so"},
    {"locator", GDCT_VALUE_CITATION, 0, NULL, NULL,
     "The place in it: a page, paragraph or section"},
    {"quote", GDCT_VALUE_CITATION, 0, NULL, NULL,
     "Its words, copied and short"},
    END};
const GdctShape gdct_evidence_shape = {"a piece of evidence", GDCT_TYPES, false,
                                       evidence_fields};

static const GdctField attribute_fields[] = {
    {"name", GDCT_VALUE_ID, R, NULL, NULL,
     "The key under which nodes or links say it"},
    {"title", GDCT_VALUE_TEXT, 0, NULL, NULL, "Its name for people"},
    {"type", GDCT_VALUE_CHOICE, 0, NULL, types,
     "What its values are: text if it says nothing"},
    {"values", GDCT_VALUE_STRING, M, NULL, NULL, "The values of a choice"},
    {"many", GDCT_VALUE_YES_NO, 0, NULL, NULL,
     "Whether it can have several values"},
    END};
static const GdctShape attribute_shape = {"an attribute", GDCT_ATTRIBUTE, false,
                                          attribute_fields};

static const GdctField framework_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL, "Its id"},
    {"title", GDCT_VALUE_TEXT, R, NULL, NULL, "Its name"},
    {"summary", GDCT_VALUE_TEXT, 0, NULL, NULL, "One or two sentences"},
    {"color", GDCT_VALUE_COLOR, 0, NULL, NULL,
     "The colour of its cards in diagrams, #rrggbb"},
    {"version", GDCT_VALUE_STRING, 0, NULL, NULL,
     "Which edition the files hold"},
    END};
static const GdctShape framework_shape = {"a framework", GDCT_FRAMEWORK, false,
                                          framework_fields};

static const GdctField kind_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL,
     "The word that nodes give as their kind"},
    {"framework", GDCT_VALUE_FRAMEWORK, 0, NULL, NULL,
     "The framework it belongs to"},
    {"title", GDCT_VALUE_TEXT, R, NULL, NULL, "Its name, of one"},
    {"plural", GDCT_VALUE_TEXT, 0, NULL, NULL, "Its name, of many"},
    {"summary", GDCT_VALUE_TEXT, 0, NULL, NULL, "One or two sentences"},
    {"attributes", GDCT_VALUE_RECORDS, 0, &attribute_shape, NULL,
     "What its nodes can say beside the keys of every node"},
    END};
static const GdctShape kind_shape = {"a kind", GDCT_KIND, false, kind_fields};

static const GdctField relation_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL, "The word that links use"},
    {"title", GDCT_VALUE_TEXT, 0, NULL, NULL,
     "How it reads from the beginning to the end"},
    {"inverse", GDCT_VALUE_STRING, 0, NULL, NULL,
     "The word for the other direction"},
    {"inverse-title", GDCT_VALUE_TEXT, 0, NULL, NULL,
     "How it reads the other way"},
    {"summary", GDCT_VALUE_TEXT, 0, NULL, NULL, "One or two sentences"},
    {"from", GDCT_VALUE_KIND, R | M, NULL, NULL, "The kinds it goes from"},
    {"to", GDCT_VALUE_KIND, R | M, NULL, NULL, "The kinds it goes to"},
    {"attributes", GDCT_VALUE_RECORDS, 0, &attribute_shape, NULL,
     "What its links can say beside the keys of every link"},
    END};
static const GdctShape relation_shape = {"a relation", GDCT_RELATION, false,
                                         relation_fields};

static const GdctField path_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL,
     "The word that other paths use for it"},
    {"title", GDCT_VALUE_TEXT, 0, NULL, NULL, "Its name for people"},
    {"path", GDCT_VALUE_PATH, R, NULL, NULL,
     "A path: relations joined by / | ^ ? * + and parentheses"},
    END};
static const GdctShape path_shape = {"a named path", GDCT_PATH, false,
                                     path_fields};

static const GdctField model_fields[] = {
    {"frameworks", GDCT_VALUE_RECORDS, 0, &framework_shape, NULL,
     "What belongs together: a compact, a strategy, an agency"},
    {"kinds", GDCT_VALUE_RECORDS, 0, &kind_shape, NULL, "The classes of nodes"},
    {"relations", GDCT_VALUE_RECORDS, 0, &relation_shape, NULL,
     "The types of links"},
    {"paths", GDCT_VALUE_RECORDS, 0, &path_shape, NULL, "Names for paths"},
    END};
static const GdctShape model_shape = {"a model", GDCT_TYPES, false,
                                      model_fields};

static const GdctField source_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL, "The id that evidence names"},
    {"title", GDCT_VALUE_TEXT, R, NULL, NULL, "The document's title"},
    {"working-title", GDCT_VALUE_YES_NO, 0, NULL, NULL,
     "The title is ours; the document shows none"},
    {"symbol", GDCT_VALUE_STRING, 0, NULL, NULL, "Its document symbol"},
    {"publisher", GDCT_VALUE_STRING, 0, NULL, NULL, "Who published it"},
    {"date", GDCT_VALUE_INTERVAL, 0, NULL, NULL,
     "When: a year, month, day, or two joined by /"},
    {"certainty", GDCT_VALUE_CHOICE, 0, NULL, certainties,
     "Whether somebody has seen it, or recalls it"},
    {"url", GDCT_VALUE_URI, 0, NULL, NULL, "Where it can be read"},
    {"file", GDCT_VALUE_STRING, 0, NULL, NULL,
     "The name of its text, for gdctrace verify"},
    {"note", GDCT_VALUE_TEXT, 0, NULL, NULL, "What else is to be known of it"},
    END};
static const GdctShape source_shape = {"a source", GDCT_SOURCE, false,
                                       source_fields};

static const GdctField measure_fields[] = {
    {"name", GDCT_VALUE_TEXT, R, NULL, NULL,
     "What is measured; the same name each time makes a series"},
    {"value", GDCT_VALUE_DECIMAL, R, NULL, NULL, "The number"},
    {"unit", GDCT_VALUE_TEXT, 0, NULL, NULL, "Of what"},
    {"qualifier", GDCT_VALUE_CHOICE, 0, NULL, qualifiers,
     "Whether the document says over, at least, about or at most"},
    {"at", GDCT_VALUE_INTERVAL, R, NULL, NULL,
     "When it held: a year, month, day, or two joined by /"},
    {"certainty", GDCT_VALUE_CHOICE, 0, NULL, certainties,
     "Whether somebody has seen it, or recalls it"},
    {"note", GDCT_VALUE_TEXT, 0, NULL, NULL, "What else is to be known of it"},
    {"source", GDCT_VALUE_CITATION, 0, NULL, NULL,
     "The id of the document that says so"},
    {"locator", GDCT_VALUE_CITATION, 0, NULL, NULL,
     "The place in it: a page, paragraph or section"},
    {"quote", GDCT_VALUE_CITATION, 0, NULL, NULL,
     "Its words, copied and short"},
    {"evidence", GDCT_VALUE_EVIDENCE, 0, NULL, NULL,
     "The documents that say so, where there are several"},
    END};
static const GdctShape measure_shape = {"a measure", GDCT_MEASURE, false,
                                        measure_fields};

static const GdctField node_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL, "Its id, unique in the whole mapping"},
    {"kind", GDCT_VALUE_KIND, R, NULL, NULL,
     "What it is: one of the kinds of the model"},
    {"title", GDCT_VALUE_TEXT, R, NULL, NULL, "Its name, plain or by language"},
    {"summary", GDCT_VALUE_TEXT, 0, NULL, NULL, "One or two sentences"},
    {"part-of", GDCT_VALUE_NODE, 0, NULL, NULL,
     "The id of the node that it is part of, of the same framework"},
    {"same-as", GDCT_VALUE_URI, M, NULL, NULL,
     "The same thing elsewhere: URIs"},
    {"status", GDCT_VALUE_CHOICE, 0, NULL, statuses, "How far it has come"},
    {"start", GDCT_VALUE_DATE, 0, NULL, NULL,
     "When it began: a year, month or day"},
    {"end", GDCT_VALUE_DATE, 0, NULL, NULL,
     "When it ends or ended: a year, month or day"},
    {"certainty", GDCT_VALUE_CHOICE, 0, NULL, certainties,
     "Whether somebody has seen it, or recalls it"},
    {"evidence", GDCT_VALUE_EVIDENCE, 0, NULL, NULL,
     "Where it is named or described"},
    {"measures", GDCT_VALUE_RECORDS, 0, &measure_shape, NULL,
     "Figures, each with its date and source"},
    {"links", GDCT_VALUE_LINKS, 0, NULL, NULL,
     "Its links: a relation, and the nodes it leads to"},
    END};
static const GdctShape node_shape = {"a node", GDCT_NODE, true, node_fields};

/* What a link may say, wherever it stands. */
/* clang-format off */
#define LINK_FIELDS                                                            \
  {"basis", GDCT_VALUE_CHOICE, GDCT_OWN, NULL, bases,                          \
   "stated: by a document; derived: it follows; proposed: by us"},             \
  {"source", GDCT_VALUE_CITATION, 0, NULL, NULL,                               \
   "The id of the document that says so"},                                     \
  {"locator", GDCT_VALUE_CITATION, 0, NULL, NULL,                              \
   "The place in it: a page, paragraph or section"},                           \
  {"quote", GDCT_VALUE_CITATION, 0, NULL, NULL,                                \
   "Its words, copied and short"},                                             \
  {"rationale", GDCT_VALUE_TEXT, 0, NULL, NULL,                                \
   "Why: the reasoning; of a stated link the document's wording"},             \
  {"confidence", GDCT_VALUE_FRACTION, 0, NULL, NULL,                           \
   "How sure, from 0 to 1"},                                                   \
  {"author", GDCT_VALUE_STRING, 0, NULL, NULL,                                 \
   "Who proposes it"},                                                         \
  {"certainty", GDCT_VALUE_CHOICE, 0, NULL, certainties,                       \
   "Whether somebody has seen it, or recalls it"},                             \
  {"start", GDCT_VALUE_DATE, 0, NULL, NULL,                                    \
   "Since when it holds: a year, month or day"},                               \
  {"end", GDCT_VALUE_DATE, 0, NULL, NULL,                                      \
   "Until when it holds: a year, month or day"}
/* clang-format on */

static const GdctField target_fields[] = {
    {"to", GDCT_VALUE_NODE, R | GDCT_OWN, NULL, NULL,
     "The id of the node it leads to"},
    LINK_FIELDS,
    {"evidence", GDCT_VALUE_EVIDENCE, 0, NULL, NULL,
     "The documents that say so, where there are several"},
    END};
static const GdctShape target_shape = {"a link", GDCT_LINK, true,
                                       target_fields};

static const GdctField link_fields[] = {
    {"from", GDCT_VALUE_NODE, R | GDCT_OWN, NULL, NULL,
     "The id of the node it comes from"},
    {"relation", GDCT_VALUE_RELATION, R | GDCT_OWN, NULL, NULL,
     "The relation, or its inverse name"},
    {"to", GDCT_VALUE_TARGETS, R, &target_shape, NULL,
     "The node or nodes it leads to"},
    LINK_FIELDS,
    {"evidence", GDCT_VALUE_EVIDENCE, 0, NULL, NULL,
     "The documents that say so, where there are several"},
    END};
const GdctShape gdct_statement_shape = {"a link", GDCT_LINK, true, link_fields};

static const GdctField defaults_fields[] = {LINK_FIELDS, END};
static const GdctShape defaults_shape = {"defaults", GDCT_DEFAULTS, false,
                                         defaults_fields};

static const GdctField waiver_fields[] = {
    {"rule", GDCT_VALUE_RULE, R, NULL, NULL, "The rule whose gap is accepted"},
    {"node", GDCT_VALUE_NODE, R, NULL, NULL, "The node that is the gap"},
    {"reason", GDCT_VALUE_TEXT, 0, NULL, NULL, "Why there is nothing to map"},
    {"by", GDCT_VALUE_STRING, 0, NULL, NULL, "Who decided so"},
    {"until", GDCT_VALUE_DATE, 0, NULL, NULL,
     "Until when it holds: a year, month or day"},
    END};
static const GdctShape waiver_shape = {"a waiver", GDCT_WAIVER, false,
                                       waiver_fields};

static const GdctField review_fields[] = {
    {"from", GDCT_VALUE_NODE, R, NULL, NULL,
     "The id of the node the link comes from"},
    {"relation", GDCT_VALUE_RELATION, R, NULL, NULL, "Its relation"},
    {"to", GDCT_VALUE_NODE, R, NULL, NULL, "The id of the node it leads to"},
    {"by", GDCT_VALUE_STRING, 0, NULL, NULL, "Who reviewed it"},
    {"on", GDCT_VALUE_DATE, 0, NULL, NULL, "When"},
    {"seal", GDCT_VALUE_STRING, R, NULL, NULL,
     "A digest of both ends and the link, which gdctrace review writes"},
    END};
static const GdctShape review_shape = {"a review", GDCT_REVIEW, false,
                                       review_fields};

static const GdctField grade_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL, "Its id, unique in the rule"},
    {"title", GDCT_VALUE_TEXT, 0, NULL, NULL, "Its name for people"},
    {"path", GDCT_VALUE_PATH, R, NULL, NULL, "The path that must reach enough"},
    {"reach-where", GDCT_VALUE_FILTER, M, NULL, NULL,
     "Which reached nodes count: filters"},
    {"counts", GDCT_VALUE_CHOICE, 0, NULL, counts,
     "Whether it counts as covered or in part"},
    {"basis", GDCT_VALUE_CHOICE, M, NULL, bases, "Which links it follows"},
    END};
static const GdctShape grade_shape = {"a grade", GDCT_GRADE, false,
                                      grade_fields};

static const GdctField rule_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL,
     "Its id, which waivers and baselines name"},
    {"title", GDCT_VALUE_TEXT, R, NULL, NULL,
     "What must hold, in one sentence"},
    {"summary", GDCT_VALUE_TEXT, 0, NULL, NULL,
     "What a gap means, and what to do about it"},
    {"severity", GDCT_VALUE_CHOICE, 0, NULL, severities, "How grave a gap is"},
    {"each", GDCT_VALUE_KIND_OR_RELATION, M, NULL, NULL,
     "The kinds or relations it asks about"},
    {"where", GDCT_VALUE_FILTER, M, NULL, NULL, "Which of them: filters"},
    {"having", GDCT_VALUE_PATH, 0, NULL, NULL,
     "A path: only nodes from which it leads to a node that having-where "
     "admits"},
    {"having-where", GDCT_VALUE_FILTER, M, NULL, NULL,
     "Filters on the nodes that having leads to"},
    {"basis", GDCT_VALUE_CHOICE, M, NULL, bases, "Which links it follows"},
    {"reach", GDCT_VALUE_KIND, M, NULL, NULL, "The kinds that must be reached"},
    {"reach-where", GDCT_VALUE_FILTER, M, NULL, NULL,
     "Which reached nodes count: filters"},
    {"at-least", GDCT_VALUE_INTEGER, 0, NULL, NULL,
     "How many must be reached: 1 if it says nothing"},
    {"grades", GDCT_VALUE_RECORDS, 0, &grade_shape, NULL,
     "Ways to reach them, best first"},
    {"require", GDCT_VALUE_FILTER, M, NULL, NULL,
     "Filters that must hold, instead of grades"},
    {"on", GDCT_VALUE_CHOICE, 0, NULL, ons,
     "Whether require is about nodes or links"},
    END};
static const GdctShape rule_shape = {"a rule", GDCT_RULE, false, rule_fields};

static const GdctField column_fields[] = {
    {"kinds", GDCT_VALUE_KIND, R | M, NULL, NULL, "The kinds of nodes in it"},
    {"title", GDCT_VALUE_TEXT, 0, NULL, NULL, "Its heading"},
    {"where", GDCT_VALUE_FILTER, M, NULL, NULL, "Which nodes: filters"},
    {"having", GDCT_VALUE_PATH, 0, NULL, NULL,
     "A path: only nodes from which it leads to a node that having-where "
     "admits"},
    {"having-where", GDCT_VALUE_FILTER, M, NULL, NULL,
     "Filters on the nodes that having leads to"},
    {"group-by", GDCT_VALUE_STRING, 0, NULL, NULL,
     "The attribute that groups its cards"},
    {"aggregate-by", GDCT_VALUE_STRING, 0, NULL, NULL,
     "An attribute or part-of: nodes that have it in common share a card"},
    END};
static const GdctShape column_shape = {"a column", GDCT_COLUMN, false,
                                       column_fields};

static const GdctField view_link_fields[] = {
    {"path", GDCT_VALUE_PATH, R, NULL, NULL,
     "The path that is drawn as a line"},
    {"title", GDCT_VALUE_TEXT, 0, NULL, NULL, "What the line means"},
    END};
static const GdctShape view_link_shape = {"a link of a view", GDCT_VIEW_LINK,
                                          false, view_link_fields};

static const GdctField focus_fields[] = {
    {"node", GDCT_VALUE_NODE, R, NULL, NULL,
     "The id of the node in the middle"},
    {"depth", GDCT_VALUE_INTEGER, 0, NULL, NULL,
     "How many links away the others may be"},
    END};
static const GdctShape focus_shape = {"a focus", GDCT_FOCUS, false,
                                      focus_fields};

static const GdctField view_fields[] = {
    {"id", GDCT_VALUE_ID, R, NULL, NULL, "Its id, which gdctrace draw names"},
    {"title", GDCT_VALUE_TEXT, R, NULL, NULL, "The diagram's title"},
    {"summary", GDCT_VALUE_TEXT, 0, NULL, NULL, "One or two sentences"},
    {"columns", GDCT_VALUE_RECORDS, 0, &column_shape, NULL,
     "Its columns, left to right"},
    {"links", GDCT_VALUE_RECORDS, 0, &view_link_shape, NULL,
     "What is drawn between them"},
    {"focus", GDCT_VALUE_RECORD, 0, &focus_shape, NULL,
     "Only what is near one node"},
    {"show", GDCT_VALUE_CHOICE, 0, NULL, shows,
     "all, only what is linked, only gaps, or only what is covered"},
    {"rule", GDCT_VALUE_RULE, 0, NULL, NULL, "A rule whose gaps are marked"},
    END};
static const GdctShape view_shape = {"a view", GDCT_VIEW, false, view_fields};

static const GdctField file_fields[] = {
    {"gdctrace", GDCT_VALUE_VERSION, R, NULL, NULL,
     "The version of the format: 1"},
    {"include", GDCT_VALUE_INCLUDE, M, NULL, NULL,
     "Other mapping files or folders, or built-in sets such as "
     "builtin:frameworks"},
    {"language", GDCT_VALUE_LANGUAGE, GDCT_OWN, NULL, NULL,
     "The language of plain texts in this file: en if it says nothing"},
    {"defaults", GDCT_VALUE_RECORD, 0, &defaults_shape, NULL,
     "What links in this file say unless they say otherwise"},
    {"model", GDCT_VALUE_RECORD, 0, &model_shape, NULL,
     "Frameworks, kinds, relations and named paths"},
    {"sources", GDCT_VALUE_RECORDS, 0, &source_shape, NULL,
     "The documents that are cited"},
    {"nodes", GDCT_VALUE_RECORDS, 0, &node_shape, NULL,
     "Objectives, action lines, goals, activities, ..."},
    {"links", GDCT_VALUE_RECORDS, 0, &gdct_statement_shape, NULL,
     "Links that stand at neither of their nodes"},
    {"waivers", GDCT_VALUE_RECORDS, 0, &waiver_shape, NULL,
     "Gaps that are accepted"},
    {"reviews", GDCT_VALUE_RECORDS, 0, &review_shape, NULL,
     "What gdctrace review has written"},
    {"rules", GDCT_VALUE_RECORDS, 0, &rule_shape, NULL,
     "What the mapping is asked"},
    {"views", GDCT_VALUE_RECORDS, 0, &view_shape, NULL, "Diagrams"},
    END};
const GdctShape gdct_file_shape = {"a mapping file", GDCT_TYPES, false,
                                   file_fields};

const GdctShape *gdct_shape_of(GdctType type) {
  static const GdctShape *const shapes[GDCT_TYPES] = {
      [GDCT_FRAMEWORK] = &framework_shape, [GDCT_KIND] = &kind_shape,
      [GDCT_ATTRIBUTE] = &attribute_shape, [GDCT_RELATION] = &relation_shape,
      [GDCT_PATH] = &path_shape,           [GDCT_SOURCE] = &source_shape,
      [GDCT_NODE] = &node_shape,           [GDCT_MEASURE] = &measure_shape,
      [GDCT_LINK] = &target_shape,         [GDCT_WAIVER] = &waiver_shape,
      [GDCT_REVIEW] = &review_shape,       [GDCT_RULE] = &rule_shape,
      [GDCT_GRADE] = &grade_shape,         [GDCT_VIEW] = &view_shape,
      [GDCT_COLUMN] = &column_shape,       [GDCT_VIEW_LINK] = &view_link_shape,
      [GDCT_FOCUS] = &focus_shape,         [GDCT_DEFAULTS] = &defaults_shape,
  };

  return shapes[type];
}

static bool is_field(const GdctField *field, const char *key) {
  return field->key[0] == key[0] && strcmp(field->key, key) == 0;
}

const GdctField *gdct_shape_find(const GdctShape *shape, const char *key) {
  return gdct_shape_find_after(shape, NULL, key);
}

const GdctField *gdct_shape_find_after(const GdctShape *shape,
                                       const GdctField *previous,
                                       const char *key) {
  const GdctField *start = previous == NULL ? shape->fields : previous + 1;

  for (const GdctField *field = start; field->key != NULL; field++)
    if (is_field(field, key))
      return field;
  for (const GdctField *field = shape->fields; field < start; field++)
    if (is_field(field, key))
      return field;
  return NULL;
}

const GdctField *gdct_shape_guess(const GdctShape *shape, const char *key) {
  GdctSuggestion suggestion;

  gdct_suggestion_init(&suggestion, key);
  for (const GdctField *field = shape->fields; field->key != NULL; field++)
    gdct_suggestion_try(&suggestion, field->key);
  return suggestion.best == NULL ? NULL
                                 : gdct_shape_find(shape, suggestion.best);
}

bool gdct_is_id(const char *text) {
  if (!g_ascii_isalnum(*text) || strlen(text) > 255)
    return false;
  return text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")] == '\0';
}

bool gdct_is_language(const char *text) {
  size_t length = 0;
  bool first = true;

  if (strlen(text) > 64)
    return false;
  for (;; text++) {
    if (g_ascii_isalpha(*text) || (!first && g_ascii_isdigit(*text))) {
      if (++length > 8)
        return false;
    } else if (*text == '-' || *text == '\0') {
      if (length < (first ? 2 : 1))
        return false;
      if (*text == '\0')
        return true;
      first = false;
      length = 0;
    } else {
      return false;
    }
  }
}

bool gdct_is_yes(const char *text) {
  return g_ascii_strcasecmp(text, "yes") == 0 ||
         g_ascii_strcasecmp(text, "true") == 0 ||
         g_ascii_strcasecmp(text, "on") == 0;
}

static bool is_no(const char *text) {
  return g_ascii_strcasecmp(text, "no") == 0 ||
         g_ascii_strcasecmp(text, "false") == 0 ||
         g_ascii_strcasecmp(text, "off") == 0;
}

/* Digits with an optional sign and, if allowed, one point: at most 15 digits,
 * which a double holds exactly. */
static bool is_number(const char *text, bool point) {
  size_t digits = 0;
  bool seen_point = false;

  if (*text == '-' || *text == '+')
    text++;
  for (; *text != '\0'; text++) {
    if (g_ascii_isdigit(*text))
      digits++;
    else if (*text == '.' && point && !seen_point && digits > 0)
      seen_point = true;
    else
      return false;
  }
  return digits > 0 && digits <= 15 && text[-1] != '.';
}

/* scheme ":" then something, without spaces and quotes (RFC 3986, loosely). */
static bool is_uri(const char *text) {
  const char *colon = strchr(text, ':');

  if (colon == NULL || colon[1] == '\0' || !g_ascii_isalpha(*text))
    return false;
  for (const char *c = text; c < colon; c++)
    if (!g_ascii_isalnum(*c) && strchr("+-.", *c) == NULL)
      return false;
  return strpbrk(text, " \t\r\n\"<>\\^`{}|") == NULL;
}

bool gdct_value_check(GdctValueType type, const char *const *choices,
                      const char *text, const char **ret_code,
                      const char **ret_wanted) {
  GdctDays days;
  double number;

  *ret_code = "bad-value";
  *ret_wanted = "";
  switch (type) {
  case GDCT_VALUE_ID:
    *ret_code = "bad-id";
    *ret_wanted = "an id";
    return gdct_is_id(text);
  case GDCT_VALUE_DATE:
  case GDCT_VALUE_INTERVAL:
    *ret_code = "bad-date";
    *ret_wanted = "a date";
    if (!gdct_date_parse(text, type == GDCT_VALUE_INTERVAL, &days))
      return false;
    *ret_code = "bad-range";
    *ret_wanted = "an interval whose end comes after its start";
    return days.first <= days.last;
  case GDCT_VALUE_INTEGER:
    *ret_wanted = "a whole number of at most 15 digits";
    return is_number(text, false);
  case GDCT_VALUE_DECIMAL:
    *ret_wanted = "a number of at most 15 digits";
    return is_number(text, true);
  case GDCT_VALUE_FRACTION:
    *ret_wanted = "a number from 0 to 1 such as 0.5, of at most 15 digits";
    number = g_ascii_strtod(text, NULL);
    return is_number(text, true) && number >= 0 && number <= 1;
  case GDCT_VALUE_URI:
    *ret_wanted = "a URI";
    return is_uri(text);
  case GDCT_VALUE_COLOR:
    *ret_wanted = "a color such as #1a5fb4";
    return text[0] == '#' && strlen(text) == 7 &&
           strspn(text + 1, "0123456789abcdefABCDEF") == 6;
  case GDCT_VALUE_YES_NO:
    *ret_wanted = "yes or no";
    return gdct_is_yes(text) || is_no(text);
  case GDCT_VALUE_LANGUAGE:
    *ret_wanted = "a language tag such as en";
    return gdct_is_language(text);
  case GDCT_VALUE_CHOICE:
    *ret_wanted = "one of the values allowed here";
    for (size_t i = 0; choices != NULL && choices[i] != NULL; i++)
      if (strcmp(choices[i], text) == 0)
        return true;
    return choices == NULL;
  default:
    return true;
  }
}
