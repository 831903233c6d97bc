"""Rows of a page's tables: which of them name licences, and which model each is about."""

from scanner.identify.prose.naming import LicenceNames, licence_column
from scanner.identify.prose.rivals import is_rival, model_column
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.subject import OURS, THEIRS, Page, Subject, names_size, of_section
from scanner.knowledge.patterns import listed
from scanner.text.late import late

_REPO = late(r"huggingface\.co/(?!datasets/|spaces/|docs/|papers/|blog/)[\w.-]+/(?P<name>[\w.-]+)")


class Rows:
    """Tells of the rows of a page's tables what they are about."""

    def __init__(self, names: LicenceNames, page: Page) -> None:
        self._names, self._page, self._words = names, page, page.words

    def of_licences(self, sentence: Sentence, section: str) -> Subject | None:
        """What a row is about that begins with this model's name alone, or names a licence in a model's table of them;
        None for anything else."""
        row = sentence.kind == "row" and self._page.place == "card"
        column = licence_column(sentence, self._words) if row else None
        named = column is not None and column < len(sentence.cells) and any(self._names.found(sentence.cells[column]))
        told = named or (row and (self._is_own(sentence.cells[0]) or self.names_another(sentence)))
        return self.subject(sentence, section) if told else None

    def names_another(self, sentence: Sentence) -> bool:
        """Whether a row of a table of models begins with the name of another one, and speaks of this one nowhere."""
        place = model_column(sentence, self._words)
        if sentence.kind != "row" or place is None or place >= len(sentence.cells) or not self._page.own:
            return False
        if is_rival(sentence.cells[place], self._page.rivals, self._words):
            return True
        if not self._words.grammar("model_name").fullmatch(sentence.cells[place]):
            return False
        name, spoken = (self._words.folding.sentence(one).split() for one in (sentence.cells[place], sentence.text))
        ours = {self._page.own[0], *listed("speaks-of-its-own")}
        return not self._page.titled.issuperset(name) and ours.isdisjoint(spoken)

    def subject(self, sentence: Sentence, section: str) -> Subject:
        """What a table's row is about: its first cell; an unknown name there is another model's, or below a heading on
        data a set's."""
        column = licence_column(sentence, self._words)
        first = " ".join(cell for place, cell in enumerate(sentence.cells[:3]) if place != column)
        own = OURS if self._is_own(sentence.cells[0]) else None  # its size is no sibling's
        linked = self._linked(sentence)
        if not linked and names_size(self._words.folding.sentence(sentence.cells[0]), self._words):
            return self._page.spoken_of(sentence.cells[0], section)
        another = THEIRS if self.names_another(sentence) else None
        about = linked or own or another or self._page.spoken_of(first, "")
        if about.said or not first.strip():
            return about if about.said else of_section(section, self._page.place)
        below = of_section(section, self._page.place).scope
        return Subject("data" if below == "data" else "weights", other=True, said=True)

    def _is_own(self, cell: str) -> bool:
        """Whether a cell holds the repository's own name, or its page's title, and nothing else."""
        words = self._words.folding.sentence(cell).split()
        return bool(words) and (tuple(words) == self._page.own or self._page.titled == {*words})

    def _linked(self, sentence: Sentence) -> Subject | None:
        """Whose row it is that links to a repository of the Hub: this one's, or another's."""
        linked = [match["name"] for link in sentence.links if (match := _REPO.search(link))]
        ours = [tuple(self._words.folding.sentence(name).split()) == self._page.own for name in linked]
        return Subject("weights", other=not any(ours), said=True) if ours and self._page.own else None
