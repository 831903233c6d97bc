"""A bill as SPDX 3.0.1 JSON-LD with the AI and Dataset profiles, through the generated bindings."""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from types import ModuleType
from typing import Any

from scanner.knowledge.elements import missing
from scanner.model.errors import ModelscanError
from scanner.report.bom import licences
from scanner.report.bom.bill import Bill, BillLink, Item
from scanner.report.bom.names import local_id
from scanner.report.bom.profiles import check_profiles
from scanner.report.bom.spdx3_fields import package_fields, word

_NO_ELEMENT = word("Core", "NoAssertionElement")
_NO_LICENCE = {
    licences.NOASSERTION: word("ExpandedLicensing", "NoAssertionLicense"),
    licences.NONE: word("ExpandedLicensing", "NoneLicense"),
}
_PROFILES = [
    word("Core/ProfileIdentifierType", name)
    for name in ("core", "software", "simpleLicensing", "ai", "dataset", "extension")
]
_WHY = "Concluded from the licence texts and the declaration together; the package's properties give the evidence."


def write(bill: Bill) -> str:
    """The whole document as JSON-LD text. Raises ModelscanError when the profiles' check finds a fault."""
    from spdx_python_model import v3_0_1

    data = _Document(v3_0_1, bill).data()
    faults = check_profiles(data["@graph"])
    if faults:
        raise ModelscanError(
            f"The SPDX 3.0.1 bill breaks a profile ({faults[0]}): report it, and use --format spdx-2.3"
        )
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _lacking() -> str:
    """What no repository tells of the system around the models."""
    return f"Minimum elements (G7, SBOM for AI) that no repository tells: {', '.join(missing('document', ()))}"


class _Document:
    """Builds the graph of one bill: elements by their IRI, each once."""

    def __init__(self, model: ModuleType, bill: Bill) -> None:
        self.m: Any = model
        self.bill = bill
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"modelscan:spdx3:{bill.digest}")
        self.base = f"https://spdx.org/spdxdocs/modelscan-{name}/"
        self.objects: dict[str, Any] = {}
        agent, created = self.iri("Tool-modelscan"), datetime.fromisoformat(bill.created)
        tool = self.iri("CreatedUsing-modelscan")
        self.info = self.m.CreationInfo(specVersion="3.0.1", created=created, createdBy=[agent], createdUsing=[tool])
        self.add(self.m.SoftwareAgent, agent, name=f"modelscan {bill.tool_version}")
        self.add(self.m.Tool, tool, name=f"modelscan {bill.tool_version}")

    def iri(self, local: str) -> str:
        return self.base + local

    def add(self, kind: Any, spdx_id: str, **fields: Any) -> str:
        """One element, once; its IRI."""
        if spdx_id not in self.objects:
            stated = {name: value for name, value in fields.items() if value is not None}
            self.objects[spdx_id] = kind(spdxId=spdx_id, creationInfo=self.info, **stated)
        return spdx_id

    def data(self) -> dict[str, Any]:
        for ref, licensed in self.bill.licence_refs.items():
            text = licensed.note(ref)
            self.add(
                self.m.simplelicensing_SimpleLicensingText, self.iri(ref), name=ref, simplelicensing_licenseText=text
            )
        for item in self.bill.items:
            self._item(item)
        by_ref = self.bill.by_ref
        for ref in self.bill.roots:
            self._origins(by_ref[ref])
        for number, link in enumerate(self.bill.links, 1):
            self._link(link, number)
        self._collections()
        graph = self.m.SHACLObjectSet(self.objects.values())
        made: dict[str, Any] = self.m.JSONLDSerializer().serialize_data(graph, force_at_graph=True)
        made["@graph"].sort(key=lambda node: (str(node.get("type")), str(node.get("spdxId", node.get("@id")))))
        return made

    def _collections(self) -> None:
        """The bill, rooted in what was judged, and the document around it with every element."""
        name = self.bill.title
        bom = self.add(
            self.m.software_Sbom,
            self.iri("Bill"),
            name=name,
            rootElement=[self.iri(ref) for ref in self.bill.roots],
            element=sorted(self.iri(item.ref) for item in self.bill.items),
            software_sbomType=[word("Software/SbomType", "analyzed")],
            profileConformance=_PROFILES,
        )
        held = sorted(self.objects)
        kind, spdx_id = self.m.SpdxDocument, self.iri("Document")
        said = "; ".join([*([self.bill.audit.said] if self.bill.audit else []), _lacking()])
        self.add(kind, spdx_id, name=name, rootElement=[bom], element=held, profileConformance=_PROFILES, comment=said)

    def _item(self, item: Item) -> None:
        kind = self.m.dataset_DatasetPackage if item.kind == "dataset" else self.m.ai_AIPackage
        # The Hub does not say whether a person or an organisation stands behind a namespace: it is an Agent.
        owner = item.group or licences.NOASSERTION
        agent = self.add(self.m.Agent, self.iri(local_id("Agent", owner, None)), name=owner)
        self.add(kind, self.iri(item.ref), **package_fields(self.m, item, agent))
        self._licences(item)
        self._files(item)
        if item.error:
            self.add(
                self.m.Annotation,
                self.iri(f"{item.ref}-unassessed"),
                annotationType=word("Core/AnnotationType", "review"),
                subject=self.iri(item.ref),
                statement=item.unassessed,
            )

    def _files(self, item: Item) -> None:
        held = []
        for number, file in enumerate(item.files, 1):
            spdx_id = self.iri(f"{item.ref}-file-{number}")
            digest = self.m.Hash(algorithm=word("Core/HashAlgorithm", "sha256"), hashValue=file.sha256)
            held.append(self.add(self.m.software_File, spdx_id, name=file.path, verifiedUsing=[digest]))
            for relation in ("hasDeclaredLicense", "hasConcludedLicense"):
                self._relate(f"{item.ref}-file-{number}", relation, [_NO_LICENCE[licences.NOASSERTION]])
        if held:
            self._relate(item.ref, "contains", held)

    def _licence(self, text: str) -> str:
        if text in _NO_LICENCE:
            return _NO_LICENCE[text]
        custom = [self.m.DictionaryEntry(key=ref, value=self.iri(ref)) for ref in licences.references(text)]
        return self.add(
            self.m.simplelicensing_LicenseExpression,
            self.iri(local_id("Licence", text, None)),
            simplelicensing_licenseExpression=text,
            simplelicensing_customIdToUri=custom,
        )

    def _licences(self, item: Item) -> None:
        """Exactly one declared and one concluded licence, apart."""
        declared, concluded = item.licensed.declared, item.licensed.concluded
        why = None if concluded in (declared, licences.NOASSERTION) else _WHY
        self._relate(item.ref, "hasDeclaredLicense", [self._licence(declared)], comment=item.licensed.unstated)
        self._relate(item.ref, "hasConcludedLicense", [self._licence(concluded)], comment=why)

    def _relate(self, ref: str, relation: str, to: Iterable[str], number: int = 0, **fields: Any) -> None:
        self.add(
            self.m.Relationship,
            self.iri(f"{ref}-{relation}" + (f"-{number}" if number else "")),
            from_=self.iri(ref),
            to=list(to),
            relationshipType=word("Core/RelationshipType", relation),
            **fields,
        )

    def _origins(self, item: Item) -> None:
        """trainedOn and descendantOf of what was judged; an unknown origin leads to NoAssertionElement."""
        if item.kind != "model":
            return
        stated = word("Core/RelationshipCompleteness", item.complete)
        datasets = [self.iri(ref) for ref in item.datasets or ()]
        self._relate(item.ref, "trainedOn", datasets or [_NO_ELEMENT], completeness=stated if datasets else None)
        if item.ancestors is None:
            self._relate(item.ref, "descendantOf", [_NO_ELEMENT])
        for number, edge in enumerate(item.ancestors or (), 1):
            self._relate(item.ref, "descendantOf", [self.iri(edge.ref)], number, comment=edge.note)

    def _link(self, link: BillLink, number: int) -> None:
        """SPDX 3 has ``generates``, from the teacher to data of its outputs, and no word for a model that learnt."""
        if link.kind == "generatedFrom":
            self._relate(link.to, "generates", [self.iri(link.ref)], number, comment=link.note)
        else:
            kind = "other" if link.kind == "learntFrom" else link.kind
            self._relate(link.ref, kind, [self.iri(link.to)], number, comment=link.note)
