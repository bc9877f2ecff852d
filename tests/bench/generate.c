/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a made-up mapping of many ITU activities, to measure with.
 *
 * generate ACTIVITIES FOLDER: catalogue.yaml includes the bundled frameworks
 * and rules and declares the documents; activities-0001.yaml and so on hold
 * 5,000 activities each. An activity has about 690 bytes, 38 YAML nodes and 2.5
 * links, as the activities of the bundled mapping have. The same seed, and
 * the same bundled frameworks, give the same bytes. */
#include <gdctrace/mapping.h>

#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PER_FILE = 5000, N_SOURCES = 12 };

static gint64 arg_seed = 1;
static char *arg_data;

static const GOptionEntry options[] = {
    {"seed", 's', 0, G_OPTION_ARG_INT64, &arg_seed, "Of the random numbers",
     "N"},
    {"data", 'd', 0, G_OPTION_ARG_FILENAME, &arg_data,
     "Where the bundled mapping is", "FOLDER"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

/* ---- random numbers: splitmix64, the same everywhere ---- */

static guint64 state;

static guint64 next_random(void) {
  guint64 z = (state += 0x9e3779b97f4a7c15u);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* From 0 to @n - 1. */
static guint32 below(guint32 n) {
  return (guint32)(((next_random() >> 32) * n) >> 32);
}

static bool chance(guint32 percent) {
  return below(100) < percent;
}

#define PICK(table) ((table)[below(G_N_ELEMENTS(table))])

/* ---- words ---- */

static const char *const forms[] = {
    "programme", "initiative", "platform", "event",       "group",
    "training",  "standard",   "project",  "publication", "service"};
static const char *const sectors[] = {"ITU-R", "ITU-T", "ITU-D", "ITU-D",
                                      "General Secretariat"};
static const char *const statuses[] = {"planned", "ongoing",   "ongoing",
                                       "ongoing", "completed", "suspended"};
static const char *const doings[] = {
    "Training", "Guidelines",        "Workshops",      "Working group",
    "Dialogue", "Technical support", "Pilot projects", "Focus group",
    "Study",    "Coopération",       "Open data",      "Standards"};
static const char *const subjects[] = {"school connectivity",
                                       "rural broadband",
                                       "emergency telecoms",
                                       "digital skills",
                                       "AI standards",
                                       "cybersecurity",
                                       "spectrum monitoring",
                                       "women in technology",
                                       "digital identity",
                                       "data governance",
                                       "e-waste",
                                       "accessible ICTs",
                                       "child online protection",
                                       "multimedia authenticity",
                                       "space services",
                                       "telecentros públicos"};
static const char *const places[] = {"small island states",  "Côte d'Ivoire",
                                     "the Pacific",          "Central Asia",
                                     "West Africa",          "the Arab States",
                                     "landlocked countries", "Latin America",
                                     "South-East Asia",      "all regions"};
static const char *const partners[] = {"UNESCO", "UNICEF", "WHO",    "FAO",
                                       "UNDP",   "GSMA",   "ISO/IEC"};
static const char *const reasons[] = {
    "The commitment asks for what the activity does",
    "Both speak of the same people, and of the same technology",
    "The activity measures what the target counts"};

/* ---- what activities can be for ---- */

typedef struct {
  GPtrArray *objectives, *commitments, *lines, *targets;
} Catalogue;

/* The ids of a kind; every sixteenth is left out, so that there are gaps. */
static GPtrArray *ids_of(const GdctMapping *mapping, const char *kind,
                         bool all) {
  GPtrArray *ids = g_ptr_array_new();
  uint32_t wanted = gdct_find(mapping, GDCT_KIND, kind);
  uint32_t found = 0;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    if (gdct_node_kind(mapping, i) == wanted && (++found % 16 != 0 || all))
      g_ptr_array_add(ids,
                      (gpointer)gdct_id(mapping, (GdctThing){GDCT_NODE, i}));
  return ids;
}

static const char *any(const GPtrArray *ids) {
  return g_ptr_array_index(ids, below(ids->len));
}

/* ---- text ---- */

/* A place in a document, as the bundled mapping writes them. */
static void put_locator(GString *out) {
  if (chance(50))
    g_string_append_printf(
        out, "Annex, row of objective %u, column of ITU activities",
        1 + below(5));
  else
    g_string_append_printf(out, "Section %u.%u on the activities of ITU, §%u",
                           1 + below(9), 1 + below(9), 1 + below(40));
}

static void put_quote(GString *out) {
  g_string_append_printf(out, "the %s on %s that ITU holds in %s", PICK(doings),
                         PICK(subjects), PICK(places));
}

/* One link to @to. */
static void put_link(GString *out, const char *to) {
  bool proposed = chance(6);
  bool quoted = chance(40);

  if (proposed) {
    g_string_append_printf(out,
                           "        - to: %s\n"
                           "          basis: proposed\n"
                           "          rationale: %s\n"
                           "          confidence: 0.%u\n"
                           "          author: bench\n",
                           to, PICK(reasons), 1 + below(9));
    return;
  }
  g_string_append_printf(out, "        - to: %s\n          locator: ", to);
  put_locator(out);
  if (quoted) {
    g_string_append(out, "\n          quote: ");
    put_quote(out);
  }
  if (chance(8))
    g_string_append_printf(out, "\n          source: bench-%u",
                           1 + below(N_SOURCES));
  if (chance(5))
    g_string_append(out, "\n          basis: derived");
  g_string_append_c(out, '\n');
}

/* One to four links, each to another node. */
static void put_links(GString *out, const Catalogue *catalogue) {
  guint32 drawn = below(10);
  guint32 n = drawn < 2 ? 1 : drawn < 6 ? 2 : drawn < 9 ? 3 : 4;
  const char *supported[4];
  guint32 n_supported = 0;

  for (guint32 i = 0; i < n; i++) {
    guint32 what = below(100);
    const char *to = what < 20   ? any(catalogue->objectives)
                     : what < 55 ? any(catalogue->commitments)
                     : what < 75 ? any(catalogue->lines)
                                 : any(catalogue->targets);
    bool known = false;
    for (guint32 k = 0; k < n_supported; k++)
      known = known || supported[k] == to;
    if (!known)
      supported[n_supported++] = to;
  }
  g_string_append(out, "    links:\n      supports:\n");
  for (guint32 i = 0; i < n_supported; i++)
    put_link(out, supported[i]);
  if (chance(10))
    g_string_append_printf(out, "      contributes-to: [%s]\n",
                           any(catalogue->targets));
}

static void put_evidence(GString *out) {
  g_string_append_printf(out,
                         "    evidence:\n      - source: bench-%u\n"
                         "        locator: ",
                         1 + below(N_SOURCES));
  put_locator(out);
  g_string_append(out, "\n        quote: \"");
  put_quote(out);
  g_string_append(out, "\"\n");
}

static void put_dates(GString *out) {
  guint32 year = 2012 + below(14);

  g_string_append_printf(out, "    start: %u-%02u\n", year, 1 + below(12));
  if (chance(15))
    g_string_append_printf(out, "    end: %u\n", year + 1 + below(6));
}

static void put_activity(GString *out, const Catalogue *catalogue,
                         guint32 number) {
  const char *doing = PICK(doings), *subject = PICK(subjects);
  const char *place = PICK(places);

  g_string_append_printf(
      out,
      "  - id: itu.bench-%07u\n"
      "    kind: itu-activity\n"
      "    title: %s on %s (%s, %u)\n"
      "    summary: %s on %s for %s, with %s and the administrations of the "
      "region\n",
      number, doing, subject, place, number, doing, subject, place,
      PICK(partners));
  if (number > 1 && chance(20))
    g_string_append_printf(out, "    part-of: itu.bench-%07u\n",
                           number - 1 - below(MIN(number - 1, 400)));
  g_string_append_printf(out, "    status: %s\n", PICK(statuses));
  if (chance(10))
    g_string_append(out, "    sector: [ITU-T, ITU-D]\n");
  else
    g_string_append_printf(out, "    sector: [%s]\n", PICK(sectors));
  if (chance(95))
    g_string_append(out, "    sector-basis: inferred\n");
  if (chance(20))
    g_string_append_printf(out, "    form: %s\n", PICK(forms));
  put_dates(out);
  if (chance(25))
    put_evidence(out);
  put_links(out, catalogue);
}

/* ---- files ---- */

static bool write_file(const char *folder, const char *name,
                       const GString *text) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  FILE *stream = fopen(path, "wb");
  bool good =
      stream != NULL && fwrite(text->str, 1, text->len, stream) == text->len;

  if (stream != NULL && fclose(stream) != 0)
    good = false;
  if (!good)
    fprintf(stderr, "generate: '%s' cannot be written\n", path);
  return good;
}

/* All there is. */
static const char view[] =
    "views:\n"
    "  - id: bench-all\n"
    "    title: Everything\n"
    "    columns:\n"
    "      - {kinds: [itu-activity]}\n"
    "      - {kinds: [gdc-objective, gdc-commitment]}\n"
    "      - {kinds: [wsis-action-line]}\n"
    "      - {kinds: [sdg-target]}\n"
    "    links: [{path: supports}, {path: implemented-through}, "
    "{path: contributes-to}]\n"
    "    show: all\n";

static bool write_catalogue(const char *folder) {
  g_autoptr(GString) out = g_string_new(
      "# Made by tests/bench/generate.c.\ngdctrace: 1\n"
      "include: [\"builtin:frameworks\", \"builtin:rules\"]\nsources:\n");

  for (guint i = 1; i <= N_SOURCES; i++)
    g_string_append_printf(out,
                           "  - id: bench-%u\n    title: Report %u of the "
                           "benchmark\n    date: 20%02u\n",
                           i, i, 10 + i);
  g_string_append(out, view);
  return write_file(folder, "catalogue.yaml", out);
}

static bool write_activities(const char *folder, const Catalogue *catalogue,
                             guint32 n) {
  g_autoptr(GString) out = g_string_sized_new(PER_FILE * 1024);

  for (guint32 first = 1, file = 1; first <= n; first += PER_FILE, file++) {
    g_autofree char *name = g_strdup_printf("activities-%04u.yaml", file);
    g_string_printf(out,
                    "gdctrace: 1\ndefaults:\n  source: bench-%u\n"
                    "  basis: stated\nnodes:\n",
                    1 + file % N_SOURCES);
    for (guint32 i = first; i < first + PER_FILE && i <= n; i++)
      put_activity(out, catalogue, i);
    if (!write_file(folder, name, out))
      return false;
  }
  return true;
}

static bool generate(const char *folder, guint32 n) {
  g_autofree char *frameworks = g_build_filename(arg_data, "frameworks", NULL);
  const char *paths[] = {frameworks};
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = gdct_mapping_load(paths, 1, NULL, report);
  bool good = gdct_report_count_of(report, GDCT_ERROR) == 0;
  Catalogue catalogue;

  if (!good) {
    fprintf(stderr, "generate: '%s' is not the bundled mapping; see --data\n",
            arg_data);
  } else {
    state = (guint64)arg_seed;
    catalogue = (Catalogue){ids_of(mapping, "gdc-objective", true),
                            ids_of(mapping, "gdc-commitment", false),
                            ids_of(mapping, "wsis-action-line", true),
                            ids_of(mapping, "sdg-target", false)};
    good = catalogue.objectives->len > 0 && catalogue.commitments->len > 0 &&
           catalogue.lines->len > 0 && catalogue.targets->len > 0;
    if (!good)
      fputs("generate: the model has no nodes to link to\n", stderr);
    good = good && write_catalogue(folder) &&
           write_activities(folder, &catalogue, n);
    g_ptr_array_unref(catalogue.objectives);
    g_ptr_array_unref(catalogue.commitments);
    g_ptr_array_unref(catalogue.lines);
    g_ptr_array_unref(catalogue.targets);
  }
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return good;
}

int main(int argc, char **argv) {
  g_autoptr(GOptionContext) context = g_option_context_new("ACTIVITIES FOLDER");
  g_autoptr(GError) error = NULL;
  gint64 n;

  g_option_context_add_main_entries(context, options, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &error) || argc != 3 ||
      (n = g_ascii_strtoll(argv[1], NULL, 10)) < 1 || n > 9999999) {
    fprintf(stderr, "generate: %s\n",
            error != NULL ? error->message
                          : "usage: generate [--data FOLDER] [--seed N] "
                            "ACTIVITIES FOLDER");
    return 2;
  }
  if (arg_data == NULL)
    arg_data = g_strdup(g_getenv("GDCTRACE_DATA"));
  if (arg_data == NULL)
    arg_data = g_strdup(BENCH_DATA);
  if (g_mkdir_with_parents(argv[2], 0755) != 0) {
    fprintf(stderr, "generate: '%s' cannot be made\n", argv[2]);
    return 3;
  }
  return generate(argv[2], (guint32)n) ? 0 : 3;
}
