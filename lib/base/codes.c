/* SPDX-License-Identifier: Apache-2.0 */
/* The finding codes that scripts rely on: severity, meaning, next
 * step, and why it matters. */
#include "base/report.h"

#include <string.h>

static const GdctCode codes[] = {
    {"not-yaml", GDCT_ERROR, "the file is not YAML",
     "correct the YAML at this place; what follows it was not read",
     "YAML shows structure by indentation and marks. Common causes: a tab "
     "before a key, a text with ': ' or a leading '@', '*' or quotation "
     "mark that is not in quotes, a quotation mark that is not closed."},
    {"bad-encoding", GDCT_ERROR, "the file is not UTF-8",
     "save the file as UTF-8",
     "Mapping files are UTF-8 and nothing else, so that every reader sees "
     "the same letters. Some editors on Windows save UTF-16 or a code page"
     " of one country."},
    {"control-character", GDCT_ERROR, "a control character in a text",
     "remove the character; only line breaks and tabs are allowed",
     "Characters that no one sees, often copied from a PDF or a terminal, "
     "can hide text or change how it is shown."},
    {"empty-file", GDCT_ERROR, "the file holds nothing",
     "a mapping file begins with 'gdctrace: 1', a table with its headings",
     "A file without content is more often an accident than a wish."},
    {"too-large", GDCT_ERROR, "larger than a limit",
     "split it; the limits are in gdctrace(1)",
     "Limits keep a broken or hostile file from using up the machine. No "
     "mapping that people write meets them."},
    {"too-deep", GDCT_ERROR, "nested deeper than 64",
     "a mapping file needs no more than 8 levels",
     "Nesting this deep is a mistake, or meant to break a reader."},
    {"alias", GDCT_ERROR, "a YAML alias", "write the value out",
     "With '&name' and '*name' one value stands for another. In a mapping "
     "every statement is written where it holds, so that it can be read "
     "and reviewed there."},
    {"merge-key", GDCT_ERROR, "a YAML merge key", "write the keys out",
     "With '<<' one map takes the keys of another. In a mapping every "
     "statement is written where it holds; 'defaults' says what all links "
     "of a file share."},
    {"tag", GDCT_ERROR, "a YAML tag",
     "remove the tag; the model gives values their type",
     "A tag such as '!!str' says what type a value has. Here the model "
     "says so."},
    {"wrong-shape", GDCT_ERROR, "text, list or map where another is wanted",
     "begin each entry of a list with '- ', write maps as 'key: value'; "
     "see 'Mapping files' in gdctrace(1)",
     "Each key takes a text, a list or a map. A list where a text belongs "
     "is often a '- ' too many; a text where a map belongs often lacks its"
     " 'key: '."},
    {"bad-version", GDCT_ERROR, "not a mapping file of a known version",
     "a mapping file says 'gdctrace: 1' in its first line",
     "The key 'gdctrace' tells mapping files from other YAML, and one "
     "version of the format from the next. A file that is no mapping file "
     "can be moved elsewhere or named in a way that does not end in .yaml "
     "or .yml."},
    {"unknown-key", GDCT_ERROR, "a key that has no meaning here",
     "correct the key, or declare it as an attribute in the model",
     "Often a slip of the pen. What the format does not know may be an "
     "attribute; then the kind or the relation declares it under "
     "'attributes'."},
    {"missing-key", GDCT_ERROR, "a required key is missing", "add the key",
     "Some keys cannot be left out: id, kind and title of a node; from, "
     "relation and to of a link; name, value and at of a measure. A key "
     "without a value counts as missing."},
    {"duplicate-key", GDCT_ERROR, "a key stands twice in one map",
     "keep one of the two",
     "Only one of two values could hold, and nobody could tell which."},
    {"bad-id", GDCT_ERROR, "not an id",
     "use ASCII letters, digits, '.', '-' and '_', beginning with a letter"
     " or digit",
     "Ids stand in paths, files and web addresses, so they are of few "
     "characters, at most 255."},
    {"duplicate-id", GDCT_ERROR, "two things with one id",
     "rename one, or merge the two; upper and lower case do not count",
     "An id names one thing in the whole mapping, whichever file it stands"
     " in. Ids that differ only in upper and lower case would be mistaken "
     "for each other."},
    {"unknown-id", GDCT_ERROR, "no node with this id",
     "correct the id, or add the node",
     "Something names a node that no file of the mapping has. It may be a "
     "slip of the pen, or the file with the node is not loaded: 'include' "
     "or another --mappings."},
    {"unknown-kind", GDCT_ERROR, "the model declares no such kind",
     "correct the name, or declare it under 'model'",
     "Kinds are the classes of nodes that the model declares. Perhaps the "
     "file with the model is not loaded: 'include: [builtin:frameworks]'."},
    {"unknown-relation", GDCT_ERROR, "the model declares no such relation",
     "correct the name, or declare it under 'model'",
     "Relations, with their inverse names, are declared by the model. "
     "Perhaps the file with the model is not loaded: 'include: "
     "[builtin:frameworks]'."},
    {"unknown-source", GDCT_ERROR, "no source with this id",
     "correct the id, or add it to 'sources'",
     "Evidence names its source by id. Without the entry nobody can look "
     "it up."},
    {"unknown-rule", GDCT_ERROR, "no rule with this id",
     "correct the id, or add the rule",
     "A waiver or a view names a rule that no file of the mapping has. "
     "Perhaps 'include: [builtin:rules]' is missing."},
    {"bad-value", GDCT_ERROR, "a value that its type does not allow",
     "correct the value",
     "The model, or the format, says what values a key can have: a number,"
     " a URI, a colour, one of a list of words."},
    {"bad-date", GDCT_ERROR, "not a date",
     "write 2025, 2025-02, 2025-02-11 or an interval such as "
     "2025-01/2025-03",
     "Dates are ISO 8601, as precise as is known: a year, a month or a "
     "day. A source or a measure can have an interval."},
    {"bad-range", GDCT_ERROR, "the end comes before the start",
     "correct one of the two dates",
     "What ends before it starts holds on no day."},
    {"bad-path", GDCT_ERROR, "not a path expression",
     "paths are SPARQL property paths over relations; see gdctrace(1)",
     "A path is an expression over relations and their inverse names, "
     "'part-of' and named paths, with / | ^ ? * + and parentheses. The "
     "column says where it goes wrong."},
    {"bad-filter", GDCT_ERROR, "not a filter",
     "filters are KEY, !KEY, KEY=A,B, KEY!=A, KEY~TEXT, KEY>=X and KEY<=X",
     "A filter compares a key of the node or link with a value. Keys are "
     "those of the format and the attributes of the model."},
    {"wrong-kind", GDCT_ERROR, "the relation does not join these kinds",
     "use another relation, or let the model's relation allow the kind",
     "A relation says which kinds it goes from and to. A link the wrong "
     "way round is often mended with the inverse name."},
    {"duplicate-link", GDCT_ERROR, "one link stated twice",
     "merge the two; several documents go into one 'evidence' list",
     "A link is known by its ends and its relation. Said twice, it would "
     "count twice and could contradict itself."},
    {"self-link", GDCT_ERROR, "a link from a node to itself",
     "remove the link, or correct one end",
     "Nothing supports or leads itself."},
    {"part-of-cycle", GDCT_ERROR, "nodes that are part of each other",
     "remove one 'part-of' of the cycle",
     "A part cannot hold its own whole, however many steps there are "
     "between them."},
    {"part-of-framework", GDCT_ERROR, "part of a node of another framework",
     "use a relation between frameworks; 'part-of' stays within one",
     "Parts and wholes are of one framework: an activity is no part of an "
     "objective, it supports it."},
    {"include-missing", GDCT_ERROR, "an included file is not there",
     "correct the name; it is relative to the including file",
     "An include names a file or folder beside the file, or a built-in "
     "set: builtin:frameworks, builtin:itu, builtin:rules, builtin:views."},
    {"include-cycle", GDCT_ERROR, "files that include each other",
     "remove one 'include' of the cycle",
     "Files that include each other have no order in which to be read."},
    {"unreadable", GDCT_ERROR, "a file that cannot be read",
     "check the name and the permissions",
     "What cannot be read is never left out in silence, for then gaps "
     "would appear or vanish for no reason."},
    {"quote-not-found", GDCT_ERROR, "a quote that its document does not have",
     "copy the words as the document has them, or cite the document that "
     "has them",
     "A quote is evidence only if it is there word for word. White space, "
     "kinds of quotation marks and hyphens do not matter; letters, numbers"
     " and their case do."},
    {"bad-baseline", GDCT_ERROR, "a line of a baseline that names no gap",
     "write 'rule node', one gap a line; 'gdctrace check --baseline FILE "
     "--update-baseline' writes the whole file",
     "A baseline lists the gaps that were known when it was made: the id "
     "of a rule, a space, the id of the node. A link is named by three "
     "words: from, relation, to. '#' begins a comment."},
    {"no-source", GDCT_WARNING, "a stated or derived link that cites nothing",
     "add 'source', or say 'basis: proposed'",
     "A stated link says that a document says so, and a derived one "
     "follows from something. Without a source nobody can check it."},
    {"lonely-node", GDCT_WARNING, "a node with no link and no part",
     "link it, or remove it",
     "A node that nothing leads to or from takes no part in any trace. "
     "Often its links are still to be written."},
    {"expired-waiver", GDCT_WARNING, "a waiver that has run out",
     "renew it or remove it; its gap counts again",
     "A waiver accepts a gap until a date. That date is past, so the gap "
     "counts again."},
    {"stale-review", GDCT_WARNING, "a link that changed after its review",
     "review the link again",
     "A review is sealed over both ends and the link as they were. One of "
     "them has changed since, so nobody has confirmed what stands there "
     "now."},
    {"uncited-source", GDCT_INFO, "a source that nothing cites",
     "cite it, or remove it",
     "A source that no link, node or measure names does no harm; it may be"
     " left over."},
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
