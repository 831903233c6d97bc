"""A bill as SPDX 2.3, JSON or tag-value, through spdx-tools.

2.3 knows neither models nor training data: models and datasets are packages with the purpose OTHER, ``trained on`` is
an OTHER relationship that says so, and what has no field (a file's SHA-256 too, since 2.3 wants SHA-1) is a line of an
annotation.
"""

import io
import json
import re
import uuid
from datetime import datetime
from typing import Any

from scanner.report.bom import licences
from scanner.report.bom.bill import Bill, BillLink, Item, Licensed

_DOCUMENT = "SPDXRef-DOCUMENT"
_MARKS = re.compile(r"<(/?text)>", re.IGNORECASE)
#: What a tag-value reader takes for a token of its own at the start of a value.
_TOKENS = re.compile(r"(Tool|Organization|Person|ADLER32|BLAKE[0-9a-z-]+|MD[0-9]|SHA[0-9-]+):|\d{4}-\d\d-\d\dT")


def write_json(bill: Bill) -> str:
    """The document as SPDX 2.3 JSON."""
    from spdx_tools.spdx.jsonschema.document_converter import DocumentConverter

    converted = DocumentConverter().convert(_document(bill, tags=True))  # type: ignore[no-untyped-call,unused-ignore]
    return json.dumps(converted, indent=2, ensure_ascii=False) + "\n"


def write_tag_value(bill: Bill) -> str:
    """The document as SPDX 2.3 tag-value, which has no escapes: in values, its text marks are bent and what would read
    as one of its own words is put in quotation marks."""
    from spdx_tools.spdx.writer.tagvalue.tagvalue_writer import write_document

    stream = io.StringIO()
    write_document(_document(bill, tags=False), stream)
    return stream.getvalue()


def _document(bill: Bill, *, tags: bool) -> Any:
    from spdx_tools.spdx.model import Document  # type: ignore[attr-defined]

    maker = _Maker(bill, tags)
    return Document(
        creation_info=maker.creation(),
        packages=[maker.package(item) for item in bill.items],
        annotations=[note for item in bill.items for note in maker.notes(item)],
        relationships=maker.relationships(),
        extracted_licensing_info=maker.extracted(),
    )


class _Maker:
    """Turns items into spdx-tools' types; ``tags`` tells whether any text may stand as a value."""

    def __init__(self, bill: Bill, tags: bool) -> None:
        from license_expression import Licensing
        from spdx_tools.spdx import model
        from spdx_tools.spdx.parser.tagvalue.lexer import SPDXLexer

        self.m: Any = model
        self.bill = bill
        self.tags = tags
        self.reserved = SPDXLexer.reserved
        self.licensing: Any = Licensing()
        self.created = datetime.fromisoformat(bill.created).replace(tzinfo=None)
        self.tool = self.m.Actor(self.m.ActorType.TOOL, f"modelscan-{bill.tool_version}")
        self.parsed: dict[str, Any] = {}

    def text(self, value: str) -> str:
        if self.tags:
            return value
        bent = _MARKS.sub(r"‹\1›", value)
        return f'"{bent}"' if bent in self.reserved or _TOKENS.match(bent) else bent

    def creation(self) -> Any:
        name = f"modelscan:spdx2:{self.bill.digest}"
        return self.m.CreationInfo(
            spdx_version="SPDX-2.3",
            spdx_id=_DOCUMENT,
            name=self.text(self.bill.title),
            document_namespace=f"https://spdx.org/spdxdocs/modelscan-{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
            creators=[self.tool],
            created=self.created,
            document_comment=self.bill.audit.said if self.bill.audit else None,
        )

    def package(self, item: Item) -> Any:
        m, supplier = self.m, item.group
        nowhere = m.SpdxNone() if item.kind == "closed-api" else m.SpdxNoAssertion()
        return m.Package(
            spdx_id=f"SPDXRef-{item.ref}",
            name=self.text(item.id),
            download_location=item.url or nowhere,
            version=self.text(item.revision) if item.revision else None,
            supplier=m.Actor(m.ActorType.ORGANIZATION, self.text(supplier)) if supplier else m.SpdxNoAssertion(),
            files_analyzed=False,
            description=self.text(item.description) if item.description else None,
            license_concluded=self.licence(item.licensed.concluded),
            license_declared=self.licence(item.licensed.declared),
            license_comment=item.licensed.unstated,
            copyright_text=m.SpdxNoAssertion(),
            comment={"model": "AI model", "dataset": "Dataset", "closed-api": "Closed API: no weights are handed over"}[
                item.kind
            ],
            external_references=[m.ExternalPackageRef(m.ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", item.purl)]
            if item.purl
            else [],
            primary_package_purpose=m.PackagePurpose.OTHER,
            release_date=datetime.fromisoformat(item.created).replace(tzinfo=None) if item.created else None,
        )

    def licence(self, text: str) -> Any:
        if text == licences.NOASSERTION:
            return self.m.SpdxNoAssertion()
        if text == licences.NONE:
            return self.m.SpdxNone()
        if text not in self.parsed:
            self.parsed[text] = self.licensing.parse(licences.for_older_tools(text))
        return self.parsed[text]

    def notes(self, item: Item) -> list[Any]:
        """All properties, files and places of an item, a line each; and, apart, why it was not assessed."""
        lines = [f"{name}: {value}" for name, value in item.properties]
        lines += [f"modelscan:file: {file.path}: sha256 {file.sha256}" for file in item.files]
        lines += [f"{name}: {value}" for name, value in item.seen]
        lines += [
            f"modelscan:{name}: {value}"
            for name, value in (("task", item.task), ("architecture", item.architecture))
            if value
        ]
        texts = ["\n".join(lines)] if lines else []
        if item.error:
            texts.append(item.unassessed)
        return [self._note(item, text) for text in texts]

    def _note(self, item: Item, text: str) -> Any:
        m = self.m
        return m.Annotation(f"SPDXRef-{item.ref}", m.AnnotationType.OTHER, self.tool, self.created, self.text(text))

    def relationships(self) -> list[Any]:
        m, kinds = self.m, self.m.RelationshipType
        made = [m.Relationship(_DOCUMENT, kinds.DESCRIBES, f"SPDXRef-{ref}") for ref in self.bill.roots]
        if not made:
            made = [m.Relationship(_DOCUMENT, kinds.DESCRIBES, m.SpdxNone())]
        by_ref = self.bill.by_ref
        for ref in self.bill.roots:
            made += self._origins(by_ref[ref])
        return made + [self._link(link) for link in self.bill.links]

    def _link(self, link: BillLink) -> Any:
        kinds = self.m.RelationshipType
        kind = {"descendantOf": kinds.DESCENDANT_OF, "generatedFrom": kinds.GENERATED_FROM, "learntFrom": kinds.OTHER}
        note = f"learntFrom: {link.note}" if link.kind == "learntFrom" else link.note
        return self.m.Relationship(f"SPDXRef-{link.ref}", kind[link.kind], f"SPDXRef-{link.to}", self.text(note))

    def _origins(self, item: Item) -> list[Any]:
        m, kinds, ref = self.m, self.m.RelationshipType, f"SPDXRef-{item.ref}"
        made = [
            m.Relationship(
                ref,
                kinds.DESCENDANT_OF,
                f"SPDXRef-{edge.ref}",
                self.text(edge.note),
            )
            for edge in item.ancestors or ()
        ]
        if item.kind == "model" and item.ancestors is None:
            made.append(m.Relationship(ref, kinds.DESCENDANT_OF, m.SpdxNoAssertion()))
        trained = "trainedOn: the model's card names this dataset as training data"
        return made + [m.Relationship(ref, kinds.OTHER, f"SPDXRef-{other}", trained) for other in item.datasets or ()]

    def extracted(self) -> list[Any]:
        return [
            self.m.ExtractedLicensingInfo(
                license_id=ref, extracted_text=self.text(licensed.note(ref)), license_name=ref
            )
            for ref, licensed in self._references().items()
        ]

    def _references(self) -> dict[str, Licensed]:
        """Every ``LicenseRef-`` of this document: the bill's own, and ids that its readers do not know yet."""
        found: dict[str, Licensed] = dict(self.bill.licence_refs)
        for item in self.bill.items:
            for text in (item.licensed.declared, item.licensed.concluded):
                for ref in licences.references(licences.for_older_tools(text)):
                    found.setdefault(ref, item.licensed)
        return dict(sorted(found.items()))
