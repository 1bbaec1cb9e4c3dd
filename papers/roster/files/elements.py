"""Reading the elements of an XML document one after the other."""

from xml.parsers import expat

from papers.roster import Unreadable
from papers.roster.files.envelope import DAMAGED


class Elements:
    """Reads the elements of a document whose names have no prefix here, one after the other; with `spoken` also what
    stands between them.
    """

    spoken = False

    def read_elements(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        if self.spoken:
            parser.CharacterDataHandler = self.words
        parser.StartElementHandler = lambda name, attributes: self.begin(name.rpartition(" ")[2], attributes)
        parser.EndElementHandler = lambda name: self.end(name.rpartition(" ")[2])
        parser.Parse(content, True)  # noqa: FBT003, expat's own signature

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        pass

    def words(self, text: str) -> None:
        pass


def _refuse_doctype(*_declaration: object) -> None:
    raise Unreadable(DAMAGED)  # no program that makes lists writes one; entities are how XML bombs are made
