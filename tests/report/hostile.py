# SPDX-License-Identifier: Apache-2.0
"""A mapping whose texts try to be more than texts."""
import json

TITLES = [
    "<script>pwned()</script>",
    "</style></title><script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "\"><svg onload=\"pwned()\">",
    "' onmouseover='pwned()' x='",
    "[click](javascript:pwned())",
    "<javascript:pwned()> <https://evil.example/>",
    "![x](https://evil.example/x.png)",
    "=cmd|' /C calc'!A0",
    "+1+1 | a | b \\| c |",
    "-- # not a heading",
    "1. not a list",
    "`code` ``more`` ~~~ ``` $x$ $$y$$",
    "*strong* __strong__ ~gone~ \\",
    "&lt;script&gt;pwned()&lt;/script&gt; &#0; &nbsp; \\0 %00",
    "line one\nline two\n\n# line three\n\n---\n",
    "\u202egnihtyreve\u2066 isolates \u200f marks\u2069 \u202c \u2028 \u2029",
    "]]> <![CDATA[ <!-- --> <?php ?> \ufeff \ufffd",
    "{{template}} ${x} @x <a id=\"source-1\" href=\"https://evil.example/\">x</a>",
    "\\input{/etc/passwd} <!--#include file=\"x\"-->",
    "data:text/html,<script>pwned()</script>",
    "long " + "word " * 2000 + "end",
    "x" * 10000,
]

# Those that are URIs; the reader refuses the others.
URLS = ["javascript:pwned()", "data:text/html,pwned()", "file:///etc/passwd",
        "https://example.org/a(b)*c_d_e~f", "vbscript:pwned()"]


def mapping():
    """As JSON, which is YAML. Each text is the title of an activity, the words
    quoted for it, the place, and the title of a source; and once the role of
    who leads."""
    sources, nodes = [], []
    for i, title in enumerate(TITLES):
        sources.append({"id": f"s{i}", "title": title, "symbol": title,
                        **({"url": URLS[i]} if i < len(URLS) else {})})
        evidence = {"source": f"s{i}", "locator": title[:900],
                    "quote": title[:900]}
        nodes.append({"id": f"itu.h{i}", "kind": "itu-activity",
                      "title": {"en": title, "ar": title},
                      "links": {"supports": [{"to": "gdc.o1", **evidence}]}})
    process = [{"from": f"gdc.o{i + 1}", "relation": "implemented-through",
                "to": [{"to": "wsis.c1", "role-text": title,
                        "rationale": title, "source": "s0"}]}
               for i, title in enumerate(TITLES[:5])]
    return json.dumps({"gdctrace": 1, "include": ["builtin:frameworks"],
                       "sources": sources, "nodes": nodes, "links": process},
                      indent=1)
