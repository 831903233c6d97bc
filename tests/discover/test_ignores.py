"""What an inline exception excuses; mistyped, it excuses nothing."""

import pytest

from scanner.discover.ignores import ignores_by_line


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("ignore", [None]),
        ("ignore agreed with legal", [None]),
        ("ignore: agreed with legal", [None]),
        ("ignore SEC-12 agreed", [None]),
        ("ignore[COM001] agreed", ["COM001"]),
        ("ignore[COM001, LIC002] agreed", ["COM001", "LIC002"]),
        ("ignore [COM001] agreed", ["COM001"]),
        ("ignore: [COM001] agreed", ["COM001"]),
        ("ignore(COM001) agreed", ["COM001"]),
        ("ignore COM001 agreed", ["COM001"]),
        ("ignore=COM001", ["COM001"]),
        ("ignore com001,lic002 agreed", ["com001", "lic002"]),
        ("ignore[COM001 agreed", ["COM001"]),
        ("ignore COM01 agreed", ["COM01"]),
        ("ignore[] agreed", ["(none)"]),
        ("ignore[ ] agreed", ["(none)"]),
        ("ignore( agreed", ["(none)"]),
        ("ignored", []),
        ("ignore-all", []),
    ],
)
def test_what_it_excuses(words: str, rules: list[str | None]) -> None:
    found = ignores_by_line(f"x = load()  # modelscan: {words}\n")
    assert [one.rule for one in found.get(1, ())] == rules
