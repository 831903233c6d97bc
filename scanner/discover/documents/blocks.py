"""Where code stands in a document, and in which language it is said to be."""

import html
import itertools
import re
import textwrap
from collections.abc import Iterator

from scanner.model.frozen import dataclass

_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*(?:\{\.?(?:code(?:-block|-cell)?\}[ \t]*)?)?"
    r"(?P<language>[\w+.#-]*)[^\n]*$",
    re.M,
)
#: What AsciiDoc and Org write around code.
_SOURCE = re.compile(
    r"\[(?:source(?:[%.#]\w+)*)?(?:, ?(?P<language>[\w+#-]+)[^\]\n]*|(?<=source))\]\s*\Z"
    r"|(?i:[ \t]*#\+begin_src[ \t]+(?P<org>\w+))"
)
_RULE = re.compile(r"(?:-{4,}|\.{4,})\s*\Z|(?i:[ \t]*#\+end_src)")
_DIRECTIVE = re.compile(
    r"([ \t]*)(?:\.\. (?:code-block|code-tab|code|sourcecode|prompt|parsed-literal)::[ \t]*([\w+-]*)"
    r"|\.\. (?P<python>testcode|testsetup|doctest|ipython|jupyter-execute|exec_code)::|(?!\.\. )[^\n]*::\s*\Z)"
)
#: What LaTeX and Jekyll write around code.
_LISTED = re.compile(
    r"\\begin\{(?:lstlisting|verbatim|Verbatim|minted|listing|alltt)\}"
    r"(?:\[(?:[^\]\n]*language=(?P<language>\w+))?[^\]\n]*\])?"
    r"(?:\{(?P<minted>[\w+-]+)\})?[^\n]*|\{% highlight (?P<jekyll>[\w+-]+)[^\n]*"
)
_UNLISTED = re.compile(r"\\end\{(?:lstlisting|verbatim|Verbatim|minted|listing|alltt)\}|\{% endhighlight %\}")
#: What a page shows as code, and the marks in it.
_SHOWN = re.compile(
    r"<pre\b(?P<pre>[^>]{0,300})>(?P<body>.{0,20000}?)</pre>|<code\b(?P<code>[^>]{0,300})>(?P<inline>[^<\n]{3,500})</code>",
    re.S | re.I,
)
_TAG = re.compile(r"</?[A-Za-z][^>]{0,1000}>")
_CLASSES = frozenset(
    "class code language lang sourcecode highlight hljs brush line numbers literal block prettyprint".split()
)
_INSIDE = re.compile(r"    |\t|\s*\Z")
#: What an indented line may belong to.
_LIST = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)]|===|!!!|\?\?\?|:::|\[\^)|<|\|")
#: What stands before what is typed into Python.
PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)", re.M)


@dataclass(frozen=True, slots=True)
class Block:
    language: str
    text: str
    line: int


def fenced(text: str) -> str:
    """AsciiDoc and Org with fences around their code, on the same lines."""
    lines, language, inside, before = [], None, False, ""
    for line in text.split("\n"):
        source = None if inside else _SOURCE.match(line)
        if source is not None and source["org"] is not None:
            line, inside = "```" + source["org"], True
        elif source is not None:
            line, language = "", source["language"]
        elif _RULE.match(line) and (
            inside or language is not None or (line.strip() in {"----", "...."} and not before)
        ):
            line, inside, language = "```" + ("" if inside else language or ""), not inside, None
        lines.append(line)
        before = line.strip() if not line.startswith(".") else ""
    return "\n".join(lines)


def listed(text: str) -> str:
    """LaTeX, or a page of Jekyll's, with fences around its code, on the same lines."""

    def opened(match: re.Match[str]) -> str:
        return "```" + (match["language"] or match["minted"] or match["jekyll"] or "").lower()

    return _UNLISTED.sub("```", _LISTED.sub(opened, text))


def directives(lines: list[str]) -> Iterator[Block]:
    """The blocks below ``.. code-block:: language``."""
    for number, line in enumerate(lines):
        match = _DIRECTIVE.match(line)
        if match is None:
            continue
        inside = re.compile(match[1] + r"[ \t]|\s*\Z").match
        following = (lines[index] for index in range(number + 1, len(lines)))  # no copy for each of many directives
        body = list(itertools.takewhile(inside, following))
        options = next((i for i, row in enumerate(body) if row.strip() and not row.strip().startswith(":")), len(body))
        language = "python" if match["python"] else (match[2] or "").lower()
        yield Block(language, textwrap.dedent("\n".join(body[options:])), number + options + 2)


def answered(lines: list[str]) -> Iterator[Block]:
    """What is typed behind ``>>>`` outside any block."""
    typed = [line.strip() if PROMPT.match(line) and not line[:1].isspace() else "" for line in lines]
    if any(typed):
        yield Block("python", "\n".join(typed), 1)


def indented(lines: list[str]) -> Iterator[Block]:
    """Code that four blanks mark, below a blank line that no list stands above."""
    above, number = "", 0
    while number < len(lines):
        line = lines[number]
        apart = not number or not lines[number - 1].strip() or lines[number - 1].startswith("#")
        opens = apart and line.startswith(("    ", "\t")) and line.strip()
        if opens and not _LIST.match(above):
            body = list(itertools.takewhile(_INSIDE.match, itertools.islice(lines, number, None)))
            if not any("```" in row for row in body):
                yield Block("", textwrap.dedent("\n".join(body)), number + 1)
            number += len(body)
            continue
        above = line if line.strip() and not (line[:1].isspace() and _LIST.match(above)) else above
        number += 1


def fences(text: str) -> Iterator[Block]:
    fences = list(_FENCE.finditer(text))
    index = 0
    while index < len(fences):
        opened = fences[index]
        closing = next(
            (
                i
                for i in range(index + 1, len(fences))
                if not fences[i]["language"] and fences[i]["mark"].startswith(opened["mark"])
            ),
            None,
        )
        end = fences[closing].start() if closing is not None else len(text)
        body = text[opened.end() + 1 : end]
        line = text.count("\n", 0, opened.start()) + 2
        yield Block(opened["language"].lower(), _dedent(body, opened["indent"]), line)
        index = (closing if closing is not None else len(fences)) + 1


def marked_up(text: str) -> Iterator[Block]:
    """What a page shows as code, its language by its class (``language-python``, ``sourceCode r``)."""
    for match in _SHOWN.finditer(text):
        words = re.findall(r"[A-Za-z+#]+", (match["pre"] or match["code"] or "").lower())
        language = next((word for word in reversed(words) if word not in _CLASSES), "")
        body = _TAG.sub(lambda tag: "\n" * tag.group().count("\n"), match["body"] or match["inline"])
        start = match.start("body") if match["body"] is not None else match.start("inline")
        yield Block(language, html.unescape(body), text.count("\n", 0, start) + 1)


def _dedent(text: str, indent: str) -> str:
    if not indent:
        return text
    return "\n".join(line.removeprefix(indent) for line in text.split("\n"))
