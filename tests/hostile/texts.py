"""Texts that attack whoever prints, stores or opens them."""

from __future__ import annotations

_FORMULAS = (
    "1+1", "cmd|'/c calc'!A1", "HYPERLINK(\"http://x.example\",\"点\")", "WEBSERVICE(\"http://x.example\")",
    "DDE(\"cmd\";\"/c calc\";\"x\")", "IMPORTXML(\"http://x.example\",\"//a\")", "SUM(A1:A9)", "'[外.xlsx]Sheet1'!A1",
)  # fmt: skip
_LEADS = ("=", "+", "-", "@", "\t=", "\r=", " =", "＝", "==", "'=", "=-", "{=", "\n=")
_MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table><script src=//x.example></script>",
    "<a href='javascript:alert(1)'>点</a>", "\"><svg onload=alert(1)>", "<!-- ", "-->", "<![CDATA[", "]]>", "<?php 1 ?>",
    "&lt;b&gt;", "&amp;amp;", "&#60;", "&nbsp;", "<b>粗</b>", "<w:p/>", "</w:t></w:r></w:p>", "<w:fldSimple w:instr=\"DATE\"/>",
    "<f>1+1</f>", "</t></is></c>", "<!DOCTYPE x>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&xxe;", "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=//x.example'>", "<iframe src=//x.example>", "<base href=//x.example>", "`${1}`",
)  # fmt: skip
_CODES = (
    "{ DATE }", "{ INCLUDETEXT \"C:\\\\x\" }", "MERGEFIELD x", "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/c calc\"",
    "\x13 DATE \x15", "{{ 7*7 }}", "{% for a in b %}", "{# x #}", "{{ config.items() }}", "${7*7}", "#{7*7}", "%(name)s", "%s%s%n",
    "{0}", "{unit}", "{0.__class__.__mro__}", "$1", "\\1", "\\g<0>", "%PATH%", "$HOME", "`id`", "$(id)", "; rm -rf /", "| calc",
    "&P", "&N", "&D", "&\"楷体,粗体\"", "&G", "&K00FF00", "&[页码]", "&&", "&A&F&Z",
)  # fmt: skip
_LINKS = (
    "http://x.example/", "https://x.example/?a=1&b=2", "mailto:a@x.example", "ftp://x.example", "file:///etc/passwd",
    "internal:Sheet1!A1", "external:c:\\x.xlsx", "\\\\x.example\\share", "javascript:alert(1)", "data:text/html,<script>1</script>",
    "//x.example", "www.x.example",
)  # fmt: skip
_CONTROLS = (
    *(f"甲{chr(code)}乙" for code in (*range(9), *range(11, 32), 127, 128, 133, 159)),
    "甲\n乙", "甲\r\n乙", "甲\r乙", "甲\t乙", "甲\u2028乙", "甲\u2029乙", "甲\x0b乙", "甲\x0c乙",
    "\x1b[31m红\x1b[0m", "\x1b]0;名\x07", "\x1b[2J", "\x9b31m", "甲\x08\x08乙", "\r已通过",
)  # fmt: skip
_SIGNS = (
    "\u202e倒过来\u202c", "\u2066隔\u2069", "\u200f右", "\u200b零\u200b宽", "\u200d连", "\ufeff标记", "\u00ad软连字", "\u2060词",
    "\ud800", "\udfff甲", "甲\ud83d乙", "\ud83d\ude00", "😀", "👨‍👩‍👧", "🇨🇳", "𠮷野家", "\U000e0041", "\ufffe", "\uffff", "\ufdd0",
    "\U0001fffe", "é", "e\u0301", "ǅ", "İstanbul", "ı", "ﷺ", "محافظة", "עיר", "ไทย", "Z̸̧̛a̶l̷g̵o̴", "\ufffd", "\ue000", "ㅤ", "　　甲　",
    "\u180e甲", "\u3164", "½①Ⅻ",
)  # fmt: skip
_ESCAPES = (
    "_x000D_", "_x000d_", "_x003D_1+1", "x005F_", "_x005F_", "_xD83D_", "_x0000_", "__x000D__", "_x000D", "_xFFFE_",
    "#N/A", "#REF!", "#NAME?", "TRUE", "FALSE", "true", "1", "0012", "1E5", "1/2", "2025-01-01", "12:30", "1,234", "NaN", "inf", "-0",
    "null", "None", "nil", "\\n", "\\u0000", "%00", "'", "\"", "''", "\\", "/", "../../etc/passwd", "CON", "NUL.docx", "a" * 300,
    "长" * 2000, "; DROP TABLE a;--", "' OR 1=1", "[INFO] 2026-01-01 伪造的一行", "",
)  # fmt: skip

TEXTS = tuple(
    dict.fromkeys(
        (
            *(f"{lead}{formula}" for lead in _LEADS for formula in _FORMULAS[:4]),
            *(f"={formula}" for formula in _FORMULAS[4:]),
            *_MARKUP,
            *_CODES,
            *_LINKS,
            *_CONTROLS,
            *_SIGNS,
            *_ESCAPES,
        )
    )
)
