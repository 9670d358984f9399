"""One `<record>` of a MARCXML file. Declarations are refused, so no entity can grow."""

from xml.parsers import expat

from chalicelib.catalogue.marc import BadRecord, Field, Marc
from chalicelib.catalogue.model import Reason


def read_marcxml(text: str) -> Marc:
    """`text` is one record element, with any namespace prefix. Raises BadRecord."""
    building = _Building()
    parser = expat.ParserCreate()
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as problem:
        raise BadRecord(Reason.BAD_XML, expat.ErrorString(problem.code)) from problem
    return Marc(building.leader, tuple(building.fields))


def _refuse(*_: object) -> None:
    raise BadRecord(Reason.BAD_XML, "a declaration inside a record")


class _Building:
    """Collects fields as the parser walks over the elements."""

    def __init__(self) -> None:
        self.leader = ""
        self.fields: list[Field] = []
        self._attributes: dict[str, str] = {}
        self._subfields: list[tuple[str, str]] = []
        self._code = ""
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._text = []
        if _local(name) == "subfield":
            self._code = attributes.get("code", "")
        elif _local(name) in {"datafield", "controlfield"}:
            self._attributes, self._subfields = attributes, []

    def characters(self, text: str) -> None:
        self._text.append(text)

    def end(self, name: str) -> None:
        text = "".join(self._text)
        tag = self._attributes.get("tag", "")
        match _local(name):
            case "leader":
                self.leader = text
            case "subfield":
                self._subfields.append((self._code, text.strip()))
            case "controlfield":
                self.fields.append(Field(tag, value=text))
            case "datafield":
                self.fields.append(Field(tag, "", self._indicators(), tuple(self._subfields)))

    def _indicators(self) -> str:
        return self._attributes.get("ind1", " ") + self._attributes.get("ind2", " ")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
