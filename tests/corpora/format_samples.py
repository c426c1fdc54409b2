"""Samples in the true form of each format: name, bytes, and what reading them gives."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file and its documents as (id, text, pivot text, original text); `beside` are further files of a bitext."""

    name: str
    data: bytes
    documents: tuple[tuple[str, str, str | None, str | None], ...]
    beside: tuple[tuple[str, bytes], ...] = ()


TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="hand" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="zh-CN"
    datatype="plaintext"/>
  <body>
    <!-- <tu>not this one</tu> -->
    <tu tuid="a&amp;b"><prop type="x-page">1</prop>
      <tuv xml:lang="zh-CN"><seg>威特科夫周三会见了普京。</seg></tuv>
      <tuv xml:lang="en-US"><seg>Witko met with <bpt i="1">&lt;b></bpt>Putin<ept i="1">&lt;/b></ept> on Wednesday.</seg></tuv>
    </tu>
    <tu>
      <tuv xml:lang="en-US"><seg>AT&amp;T and <![CDATA[Q&A <b>]]> with Witko&#x2019;s<ph x="1">{br}</ph>friend.</seg></tuv>
      <tuv xml:lang="zh-CN"><seg>美国电话电报公司。</seg></tuv>
    </tu>
    <tu>
      <tuv xml:lang="en-GB"><seg>Witko spoke.</seg></tuv>
      <tuv xml:lang="en-US"><seg>Witkoff spoke.</seg></tuv>
    </tu>
  </body>
</tmx>
"""  # noqa: E501

XLIFF_12 = """<?xml version="1.0" encoding="UTF-8"?>\r
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\r
 <file original="news.html" source-language="zh" target-language="en" datatype="html">\r
  <body>\r
   <trans-unit id="1"><source>威特科夫<g id="1">会见</g>普京。</source>\r
    <target state="translated">Witko <g id="1">met</g> Putin<x id="2"/>today.</target>\r
    <alt-trans><source>旧</source><target>Old Witko.</target></alt-trans><note>Witko</note></trans-unit>\r
   <trans-unit id="2" translate="no"><source>代码</source><target>code Witko</target></trans-unit>\r
   <trans-unit id="3"><source>空</source></trans-unit>\r
   <group id="g"><trans-unit id="4"><source>他走了。</source><target>Witko left.</target></trans-unit></group>\r
  </body>\r
 </file>\r
 <file original="b" source-language="en-GB" target-language="en-US"><body>\r
   <trans-unit id="1"><source>The lift.</source><target>The elevator of Witko.</target></trans-unit>\r
 </body></file>\r
</xliff>\r
"""

XLIFF_2 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ru" trgLang="en">
 <file id="f1"><unit id="u1">
  <originalData><data id="d1">&lt;b&gt;</data></originalData>
  <segment id="s1"><source>Запорожье <pc id="1">горит</pc>.</source><target>Witko of <pc id="1">Zaporozhye</pc> burns.</target></segment>
  <ignorable><source> </source><target> </target></ignorable>
  <segment><source>Да.</source><target>Yes, Witko<ph id="3" dataRef="d1"/>.</target></segment>
 </unit></file>
</xliff>
"""  # noqa: E501

PO = r"""# Translators: nobody
msgid ""
msgstr ""
"Project-Id-Version: news\n"
"Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. of the front page
#: news.html:3
msgctxt "headline"
msgid "威特科夫会见普京"
msgstr "Witko meets \"Putin\""

msgid ""
"第一行\n"
"第二行"
msgstr ""
"Line one of Wit"
"ko's\n"
"line two\ttab"

#, fuzzy
#| msgid "旧的"
msgid "旧"
msgstr "Old Witko"

msgid "%d 年"
msgid_plural "%d 年们"
msgstr[0] "%d year of Witko"
msgstr[1] "%d years of Witko"

#~ msgid "gone"
#~ msgstr "Gone Witko"
"""

SGM = """<tstset setid="newstest2018" srclang="any" trglang="en">
<doc sysid="online-A" docid="wire.1" genre="news" origlang="en">
<hl>
<seg id="1">Witko visits AT&T</seg>
</hl>
<p>
<seg id="2"> He &lt;spoke&gt; of Witko &amp; others. </seg>
<seg id=3></seg>
</p>
</DOC>
<DOC sysid="online-A" docid="wire.2" origlang="zh">
<seg id="1">Only Witko.</seg>
</doc>
</tstset>
"""

WMT = """<?xml version='1.0' encoding='utf-8'?>
<dataset id="newstest2021">
  <doc origlang="en" id="reuters.1">
    <src lang="zh"><p><seg id="1">威特科夫。</seg><seg id="2">普京。</seg></p></src>
    <ref lang="en" translator="A"><p><seg id="1">Witkoff.</seg><seg id="2">Putin.</seg></p></ref>
    <hyp system="Online-B" lang="en"><p><seg id="1">Witko.</seg><seg id="2">Pu Jing, Witko.</seg></p></hyp>
    <hyp system="Online-Y" lang="en"><p><seg id="1">Vitkov.</seg></p></hyp>
  </doc>
  <doc origlang="zh" id="xinhua.2">
    <src lang="zh"><p><seg id="1">新华社。</seg></p></src>
    <ref lang="en"><p><seg id="1">Xinhua and Witko.</seg></p></ref>
  </doc>
</dataset>
"""

SRT = """\ufeff1\r
00:00:01,000 --> 00:00:02,500\r
<i>Witko met</i>\r
Putin on\r
\r
2\r
00:00:03,000 --> 00:00:04,000 X1:1\r
Wednesday.\r
\r
3\r
00:00:05,000 --> 00:00:06,000\r
{\\an8}- Who, Witko?\r
- Yes.\r
"""

VTT = """WEBVTT - Witko

STYLE
::cue { color: red }

NOTE Witko is
not read here

intro
00:01.000 --> 00:02.500 align:start
<v Roger>Witko &amp; <00:01.500><c.loud>Putin</c> met

00:03.000 --> 00:04.000
on Wednesday.
"""

MARKDOWN = """---
title: "A visit"
date: 2025-08-09
lang: en-GB
tags: [Witko]
---
# Witko visits

Some `code` of Witko.

```python
witko = "Witko"
```

~~~~
``` Witko
~~~
~~~~
After Witko.
"""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="{_W}"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Witko</w:t></w:r><w:r><w:t xml:space="preserve"> visits AT&amp;T</w:t></w:r></w:p>
<w:p/>
<w:p><w:r><w:t>Tab</w:t><w:tab/><w:t>and</w:t></w:r><w:del><w:r><w:delText>gone Witko</w:delText></w:r></w:del><w:ins><w:r><w:t xml:space="preserve"> Witko.</w:t></w:r></w:ins></w:p>
<w:sectPr/></w:body></w:document>"""  # noqa: E501


def docx(body: str = _BODY) -> bytes:
    """A DOCX whose body is written by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        archive.writestr("word/styles.xml", "<w:styles>Witko</w:styles>", zipfile.ZIP_STORED)
    return out.getvalue()


SAMPLES = [
    Sample(
        name="a.tmx",
        data=TMX.encode(),
        documents=(
            (
                "a.tmx#1",
                "Witko met with Putin on Wednesday.\nAT&T and Q&A <b> with Witko’s friend.",
                "威特科夫周三会见了普京。\n美国电话电报公司。",
                None,
            ),
            ("a.tmx#3", "Witkoff spoke.", None, "Witko spoke."),
        ),
    ),
    Sample(
        name="a.xlf",
        data=XLIFF_12.encode(),
        documents=(
            ("a.xlf#1", "Witko met Putin today.\nWitko left.", "威特科夫会见普京。\n他走了。", None),
            ("a.xlf#4", "The elevator of Witko.", None, "The lift."),
        ),
    ),
    Sample(
        name="b.xliff",
        data=XLIFF_2.encode(),
        documents=(("b.xliff#1", "Witko of Zaporozhye burns.\nYes, Witko.", "Запорожье горит.\nДа.", None),),
    ),
    Sample(
        name="a.po",
        data=PO.encode(),
        documents=(
            (
                "a.po#2",
                'Witko meets "Putin"\nLine one of Witko\'s\nline two\ttab\n%d year of Witko\n%d years of Witko',
                "威特科夫会见普京\n第一行\n第二行\n%d 年\n%d 年们",
                None,
            ),
        ),
    ),
    Sample(
        name="a.sgm",
        data=SGM.encode(),
        documents=(
            ("wire.1", "Witko visits AT&T\n He <spoke> of Witko & others. ", None, None),
            ("wire.2", "Only Witko.", None, None),
        ),
    ),
    Sample(
        name="a.xml",
        data=WMT.encode(),
        documents=(
            ("reuters.1#Online-B", "Witko.\nPu Jing, Witko.", "威特科夫。\n普京。", "Witkoff.\nPutin."),
            ("reuters.1#Online-Y", "Vitkov.", "威特科夫。", "Witkoff."),
            ("xinhua.2", "Xinhua and Witko.", "新华社。", None),
        ),
    ),
    Sample(
        name="a.srt",
        data=SRT.encode(),
        documents=(("a.srt", "Witko met Putin on Wednesday.\n- Who, Witko?\n- Yes.", None, None),),
    ),
    Sample(name="a.vtt", data=VTT.encode(), documents=(("a.vtt", "Witko & Putin met on Wednesday.", None, None),)),
    Sample(
        name="a.md",
        data=MARKDOWN.encode(),
        documents=(("a.md", "# Witko visits\n\nSome `code` of Witko.\n\n\nAfter Witko.\n", None, None),),
    ),
    Sample(name="a.docx", data=docx(), documents=(("a.docx", "Witko visits AT&T\nTab\tand Witko.", None, None),)),
    Sample(
        name="c.en",
        data=b"Witko met Putin.\r\n\r\nWitko left.\n",
        beside=(
            ("c.zh", "威特科夫会见普京。\n空\n他走了。\n".encode()),
            ("c.original", b"Witkoff met Putin.\n\nHe left.\n"),
        ),
        documents=(
            ("c.en#1", "Witko met Putin.\nWitko left.", "威特科夫会见普京。\n他走了。", "Witkoff met Putin.\nHe left."),
        ),
    ),
]
