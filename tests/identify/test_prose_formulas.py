"""Formulas that say nothing by themselves, and papers that are asked for in a line of their own."""

import pytest

from tests.identify import hearing

FORMULAS = [
    ("You may use it for any purpose, commercially too.\n\nAll rights reserved.", "License"),
    (
        "Permission is hereby granted to do anything with it.\n\n(c) Heron, all rights reserved.",
        "License",
    ),
    ("See LICENSE.\n\n© 2025 Heron Lab. All rights reserved.", "License"),
    ("- [Usage](#usage)\n- [Commercial Licensing](#commercial-licensing)", "Contents"),
    ("MIT\n\nCommercial Licensing:\n\nMIT holds.", "License"),
    ("MIT\n\nThe researcher hereby agrees to the following terms and conditions:\n\n1. The notice is kept.", "License"),
    (
        "The user shall defend and indemnify the authors, including their employees, against any and all claims.",
        "Terms",
    ),
    ("CC-BY-4.0\n\nDer Nutzer stimmt folgenden Nutzungsbedingungen zu:\n\n- Die Quelle wird genannt.", "Lizenz"),
    ("The study had institutional approval of the hospital's ethics board.", "Ethics"),
    ("- Written consent of the speakers was obtained", "Usage"),
    ("The user is strictly prohibited from:\n\n- generating hateful content\n- impersonating people", "Use"),
    ("Commercial use is fine if you follow the Apache-2.0 license terms.", "Usage"),
]
LIMITS = [
    ("All rights reserved.", "License"),
    ("All rights reserved. No licence is granted.", "License"),
    ("Contact sales@heron.example for a quote.", "Commercial Licensing"),
    ("Enterprise licensing: ask for a quote.", "License"),
    ("In exchange for such permission, the researcher hereby agrees not to use the model commercially.", "License"),
    (
        "The licensee hereby agrees to the following terms and conditions:\n\n1. It is used for research only.",
        "License",
    ),
    ("The user shall defend and indemnify the authors and may not sell the weights.", "Terms"),
    ("The user shall defend the authors and pay a yearly fee.", "License"),
    ("You shall indemnify us against all claims and pay us five percent of your sales.", "License"),
    ("- Signed material transfer agreement mandatory", "Access"),
    ("Official authorization from the ministry is required.", "License"),
    ("The user is strictly prohibited from:\n\n- running it in a call centre\n- lending it out", "Use"),
    ("Den Anwendern ist es untersagt:\n\n- Einbau in Spielzeug\n- Betrieb als Dienst", "Nutzung"),
    ("- ガイドラインに従う範囲で商用利用可能です", "利用条件"),
]


@pytest.mark.parametrize(("text", "heading"), FORMULAS)
def test_what_says_nothing_by_itself(text: str, heading: str) -> None:
    assert not hearing.limits(text, heading)


@pytest.mark.parametrize(("text", "heading"), LIMITS)
def test_what_limits_beside_it(text: str, heading: str) -> None:
    assert hearing.limits(text, heading)
