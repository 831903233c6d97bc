"""What teachers' terms say of training on their outputs. They bind who accepted them, and join no effective terms."""

from typing import Literal

from scanner.judge.reading.teachers import Taught
from scanner.knowledge.licenses import Licenses
from scanner.model.result import Evidence, ObligationOut, TeacherOut


def outputs_of(taught: tuple[Taught, ...], licenses: Licenses) -> tuple[TeacherOut, ...]:
    """Each teacher with its terms: a provider's, or those of its licence."""
    return tuple(_out(one, licenses) for one in taught)


def _out(one: Taught, licenses: Licenses) -> TeacherOut:
    teacher = one.teacher
    record = licenses.get(teacher.license) if teacher.license else None
    said = record.outputs.train_models if record is not None else teacher.train_models
    free = record is not None and not record.conditions and said == "unknown"
    return TeacherOut(
        id=teacher.id,
        name=teacher.name,
        provider=teacher.provider,
        license=record.id if record is not None else None,
        train_models="allowed" if free else said,
        from_=one.via,
        terms=teacher.terms or (record.url if record is not None else None),
        clause=teacher.clause or (record.outputs.clause if record is not None else None),
        evidence=one.evidence,
    )


def worst_teacher(teachers: tuple[TeacherOut, ...]) -> Literal["nobody", "free", "restricted"]:
    """Whether any teacher's terms limit what may be trained on its outputs."""
    if not teachers:
        return "nobody"
    return "free" if all(one.train_models == "allowed" for one in teachers) else "restricted"


def naming(teachers: tuple[TeacherOut, ...], licenses: Licenses) -> tuple[ObligationOut, ...]:
    """Naming and display duties that a teacher's licence lays on models trained on its outputs: whether they apply here
    hangs on who made the outputs under which terms, so nobody can tell from outside."""
    found: dict[tuple[str, str], ObligationOut] = {}
    for one in teachers:
        record = licenses.get(one.license) if one.license and one.train_models == "duty" else None
        for duty in record.obligations if record is not None else ():
            if duty.kind in ("name_prefix", "display") and record is not None:
                out = ObligationOut(
                    id=f"outputs-{duty.id}",
                    text=f"Its data holds outputs of {one.name}: {duty.text}",
                    license=record.id,
                    clause=duty.clause,
                    from_=one.from_,
                    applies=None,
                    kind=duty.kind,
                )
                found.setdefault((record.id, duty.id), out)
    return tuple(found.values())


def shown_of(teachers: tuple[TeacherOut, ...]) -> tuple[Evidence, ...]:
    """Where teachers are told of."""
    return tuple(evidence for one in teachers for evidence in one.evidence)
