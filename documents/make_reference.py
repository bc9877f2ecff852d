#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the documents that pandoc takes the styles of DOCX from, of the XML
beside this file (ECMA-376, part 1: WordprocessingML; part 2: the package). One
is for languages written from right to left. The same bytes every time.

Arguments: the folder of the XML; the two documents to make."""
import os
import sys
import zipfile
from xml.dom import minidom

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."

# Of the relations of word/document.xml: part, by the kind of relation.
PARTS = {"rId1": "styles", "rId2": "settings", "rId3": "fontTable",
         "rId4": "footnotes", "rId5": "numbering", "rId6": "theme",
         "rId7": "webSettings", "rId9": "footer"}
FILES = {"theme": "theme/theme1.xml", "footer": "footer1.xml"}

FONTS = {"Arial": "Liberation Sans", "Microsoft YaHei": "Noto Sans CJK SC"}


def file_of(part):
    return FILES.get(part, part + ".xml")


def content_types():
    rows = [("/word/document.xml", MAIN + "document.main+xml")]
    for part in PARTS.values():
        kind = ("application/vnd.openxmlformats-officedocument.theme+xml"
                if part == "theme" else MAIN + part + "+xml")
        rows.append(("/word/" + file_of(part), kind))
    return (HEAD + f'<Types xmlns="{PACKAGE}content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/>' +
            "".join(f'<Override PartName="{name}" ContentType="{kind}"/>'
                    for name, kind in rows) + "</Types>")


def relationships(rows):
    return (HEAD + f'<Relationships xmlns="{PACKAGE}relationships">' +
            "".join(f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" '
                    f'Target="{target}"/>' for key, kind, target in rows) +
            "</Relationships>")


def fonts():
    return (HEAD + f'<w:fonts xmlns:w="{WORD}">' +
            "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/>'
                    "</w:font>" for name, other in FONTS.items()) +
            "</w:fonts>")


def footnotes():
    return (HEAD + f'<w:footnotes xmlns:w="{WORD}">'
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r>'
            "<w:separator/></w:r></w:p></w:footnote>"
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
            "<w:continuationSeparator/></w:r></w:p></w:footnote>"
            "</w:footnotes>")


def settings():
    return (HEAD + f'<w:settings xmlns:w="{WORD}"><w:footnotePr>'
            '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
            "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            "</w:compat></w:settings>")


def theme():
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
                     for name, value in (
                         ("dk1", "000000"), ("lt1", "FFFFFF"),
                         ("dk2", "111111"), ("lt2", "F3F4F6"),
                         ("accent1", "0B4A8F"), ("accent2", "8A4B00"),
                         ("accent3", "767676"), ("accent4", "0B4A8F"),
                         ("accent5", "8A4B00"), ("accent6", "767676"),
                         ("hlink", "0B4A8F"), ("folHlink", "0B4A8F")))
    font = ('<a:latin typeface="Arial"/><a:ea typeface="Microsoft YaHei"/>'
            '<a:cs typeface="Arial"/>')
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (HEAD + '<a:theme xmlns:a="http://schemas.openxmlformats.org/'
            'drawingml/2006/main" name="gdctrace"><a:themeElements>'
            f'<a:clrScheme name="gdctrace">{colors}</a:clrScheme>'
            f'<a:fontScheme name="gdctrace"><a:majorFont>{font}</a:majorFont>'
            f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
            f'<a:fmtScheme name="gdctrace"><a:fillStyleLst>{fill * 3}'
            f'</a:fillStyleLst><a:lnStyleLst>{f"<a:ln>{fill}</a:ln>" * 3}'
            "</a:lnStyleLst><a:effectStyleLst>" +
            "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3 +
            f"</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}"
            "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>")


def main(folder, plain, mirrored):
    for path, mirror in ((plain, False), (mirrored, True)):
        def read(name):
            with open(os.path.join(folder, name), encoding="utf-8") as stream:
                text = stream.read()
            text = text.replace("@BIDI_TABLE@",
                                "<w:bidiVisual/>" if mirror else "")
            return text.replace("@BIDI_SECTION@", "<w:bidi/>" if mirror else "")

        parts = {
            "[Content_Types].xml": content_types(),
            "_rels/.rels": relationships(
                [("rId1", "officeDocument", "word/document.xml")]),
            "word/document.xml": read("page.xml"),
            "word/_rels/document.xml.rels": relationships(
                [(key, part, file_of(part)) for key, part in PARTS.items()]),
            "word/styles.xml": read("styles.xml"),
            "word/footer1.xml": read("footer.xml"),
            "word/fontTable.xml": fonts(),
            "word/footnotes.xml": footnotes(),
            "word/settings.xml": settings(),
            "word/theme/theme1.xml": theme(),
            "word/numbering.xml": HEAD + f'<w:numbering xmlns:w="{WORD}"/>',
            "word/webSettings.xml": HEAD + f'<w:webSettings xmlns:w="{WORD}"/>',
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                minidom.parseString(text.encode("utf-8"))  # well-formed?
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.create_system = 3
                info.external_attr = 0o644 << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, text.encode("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
