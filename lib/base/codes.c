/* SPDX-License-Identifier: Apache-2.0 */
/* The finding codes that scripts rely on: severity, meaning, next step. */
#include "base/report.h"

#include <string.h>

static const GdctCode codes[] = {
    {"not-yaml", GDCT_ERROR, "the file is not YAML",
     "correct the YAML at this place; what follows it was not read"},
    {"bad-encoding", GDCT_ERROR, "the file is not UTF-8",
     "save the file as UTF-8"},
    {"control-character", GDCT_ERROR, "a control character in a text",
     "remove the character; only line breaks and tabs are allowed"},
    {"empty-file", GDCT_ERROR, "the file holds nothing",
     "begin the file with 'gdctrace: 1', or delete it"},
    {"too-large", GDCT_ERROR, "larger than a limit",
     "split it; the limits are in gdctrace(1)"},
    {"too-deep", GDCT_ERROR, "nested deeper than 64",
     "a mapping file needs no more than 8 levels"},
    {"alias", GDCT_ERROR, "a YAML alias", "write the value out"},
    {"merge-key", GDCT_ERROR, "a YAML merge key", "write the keys out"},
    {"tag", GDCT_ERROR, "a YAML tag",
     "remove the tag; the model gives values their type"},
    {"wrong-shape", GDCT_ERROR, "text, list or map where another is wanted",
     "begin each entry of a list with '- ', write maps as 'key: value'; see "
     "'Mapping files' in gdctrace(1)"},
    {"bad-version", GDCT_ERROR, "not a mapping file of a known version",
     "a mapping file says 'gdctrace: 1' in its first line"},
    {"unknown-key", GDCT_ERROR, "a key that has no meaning here",
     "correct the key, or declare it as an attribute in the model"},
    {"missing-key", GDCT_ERROR, "a required key is missing", "add the key"},
    {"duplicate-key", GDCT_ERROR, "a key stands twice in one map",
     "keep one of the two"},
    {"bad-id", GDCT_ERROR, "not an id",
     "use ASCII letters, digits, '.', '-' and '_', beginning with a letter or "
     "digit"},
    {"duplicate-id", GDCT_ERROR, "two things with one id",
     "rename one, or merge the two; upper and lower case do not count"},
    {"unknown-id", GDCT_ERROR, "no node with this id",
     "correct the id, or add the node"},
    {"unknown-kind", GDCT_ERROR, "the model declares no such kind",
     "correct the name, or declare it under 'model'"},
    {"unknown-relation", GDCT_ERROR, "the model declares no such relation",
     "correct the name, or declare it under 'model'"},
    {"unknown-source", GDCT_ERROR, "no source with this id",
     "correct the id, or add it to 'sources'"},
    {"unknown-rule", GDCT_ERROR, "no rule with this id",
     "correct the id, or add the rule"},
    {"bad-value", GDCT_ERROR, "a value that its type does not allow",
     "correct the value"},
    {"bad-date", GDCT_ERROR, "not a date",
     "write 2025, 2025-02, 2025-02-11 or an interval such as "
     "2025-01/2025-03"},
    {"bad-range", GDCT_ERROR, "the end comes before the start",
     "correct one of the two dates"},
    {"bad-path", GDCT_ERROR, "not a path expression",
     "paths are SPARQL property paths over relations; see gdctrace(1)"},
    {"bad-filter", GDCT_ERROR, "not a filter",
     "filters are KEY, !KEY, KEY=A,B, KEY!=A, KEY~TEXT, KEY>=X and KEY<=X"},
    {"wrong-kind", GDCT_ERROR, "the relation does not join these kinds",
     "use another relation, or let the model's relation allow the kind"},
    {"duplicate-link", GDCT_ERROR, "one link stated twice",
     "merge the two; several documents go into one 'evidence' list"},
    {"self-link", GDCT_ERROR, "a link from a node to itself",
     "remove the link, or correct one end"},
    {"part-of-cycle", GDCT_ERROR, "nodes that are part of each other",
     "remove one 'part-of' of the cycle"},
    {"part-of-framework", GDCT_ERROR, "part of a node of another framework",
     "use a relation between frameworks; 'part-of' stays within one"},
    {"include-missing", GDCT_ERROR, "an included file is not there",
     "correct the name; it is relative to the including file"},
    {"include-cycle", GDCT_ERROR, "files that include each other",
     "remove one 'include' of the cycle"},
    {"unreadable", GDCT_ERROR, "a file that cannot be read",
     "check the name and the permissions"},
    {"quote-not-found", GDCT_ERROR, "a quote that its document does not have",
     "copy the words as the document has them, or cite the document that has "
     "them"},
    {"no-source", GDCT_WARNING, "a stated or derived link that cites nothing",
     "add 'source', or say 'basis: proposed'"},
    {"lonely-node", GDCT_WARNING, "a node with no link and no part",
     "link it, or remove it"},
    {"expired-waiver", GDCT_WARNING, "a waiver that has run out",
     "renew it or remove it; its gap counts again"},
    {"stale-review", GDCT_WARNING, "a link that changed after its review",
     "review the link again"},
    {"uncited-source", GDCT_INFO, "a source that nothing cites",
     "cite it, or remove it"},
};

const GdctCode *gdct_codes(size_t *ret_count) {
  *ret_count = sizeof codes / sizeof codes[0];
  return codes;
}

const GdctCode *gdct_code_find(const char *code) {
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
    if (strcmp(codes[i].code, code) == 0)
      return &codes[i];
  return NULL;
}

const char *gdct_severity_name(GdctSeverity severity) {
  static const char *const names[] = {"info", "warning", "error"};

  return names[severity];
}
