"""HTML pages and components: their scripts, what they let one choose, and the links in the rest, which is prose."""

import re
from collections.abc import Iterator

from scanner.discover.names.ids import named
from scanner.discover.names.slots import Slot, slot_of_name
from scanner.discover.script.read import read_script
from scanner.discover.sink import Sink

_SELECT = re.compile(r"<select\b(?P<of>[^>]{0,500})>(?P<options>.{0,20000}?)</select>", re.S | re.I)
_OPTION = re.compile(r"<option\b(?P<of>[^>]{0,300})>(?P<text>[^<\n]{0,200})", re.I)
_CHOICE = re.compile(r"(?i)\A(?:selected|chosen)[-_]?|[-_]?(?:select(?:or)?|dropdown|picker|input|choice|options)\Z")
_QUOTED = re.compile(r"=\s*[\"']([\w.-]{2,60})[\"']")
_VALUE = re.compile(r"\bvalue\s*=\s*[\"']([^\"']+)[\"']")
_OPENS = re.compile(r"<script\b[^>]{0,2000}>", re.I)
_CLOSES = re.compile(r"</script\s{0,20}>", re.I)


def read_page(text: str, sink: Sink) -> None:
    """The scripts in an HTML page or a component, and the links in the rest, which is prose."""
    base, marked = sink.base, sink.documentation
    done, prose = 0, []
    for start, end in _scripts(text):
        sink.base = base + text.count("\n", 0, start)
        read_script(text[start:end], sink)
        prose += [text[done:start], "\n" * text.count("\n", start, end)]
        done = end
    sink.base = base
    _options(text, sink)
    sink.documentation = True
    sink.add_urls("".join([*prose, text[done:]]), 1, 1, "link")
    sink.documentation = marked


def _options(text: str, sink: Sink) -> None:
    """``<select id="model"><option value="org/name">``: what may be chosen under a telling name."""
    for chosen in _SELECT.finditer(text) if "<option" in text else ():
        names = (_CHOICE.sub("", name) for name in _QUOTED.findall(chosen["of"]))
        slot = next((slot for name in names if (slot := slot_of_name(name))), None)
        for option in _OPTION.finditer(text, chosen.start("options"), chosen.end("options")) if slot else ():
            given = _VALUE.search(option["of"])
            value, start = (given[1], option.start("of") + given.start(1)) if given else (option["text"].strip(), 0)
            start = start or option.start("text")
            for offset, one, found in named(value, slot or Slot()):
                line = text.count("\n", 0, start) + 1
                sink.add(line, start + offset - text.rfind("\n", 0, start), one, found, "an option")


def _scripts(text: str) -> Iterator[tuple[int, int]]:
    """Where each script begins and ends; one that never ends is none."""
    place = 0
    while (opened := _OPENS.search(text, place)) and (closed := _CLOSES.search(text, opened.end())):
        yield opened.end(), closed.start()
        place = closed.end()
