"""What is sold for a use, and what is sold beside a grant that stays as it is."""

import pytest

from tests.identify.hearing import limits


@pytest.mark.parametrize(
    "offer",
    [
        "> **Lawyers ask for paper?** We sell the same weights again, with a contract. The ISC grant stays as it is.",
        "**Are you a company?** We sell a commercial licence. The MIT licence of this page stays as it is.",
        "**Need a contract with support?** We offer one for companies. The MIT licence covers you without it too.",
    ],
)  # fmt: skip
def test_an_offer_beside_an_open_grant_is_none(offer: str) -> None:
    assert not limits(offer, "Overview")


@pytest.mark.parametrize(
    "offer",
    [
        "> **Want to use it at work?** We sell a licence.",
        "**Shipping a product?** Buy our licence first. The page stays as it is.",
        "**Are you a company?** We sell a commercial licence. The MIT licence for research stays as it is.",
        "**Lawyers want a signature?** We sell them again. The non-commercial grant stays as it is.",
    ],
)  # fmt: skip
def test_a_licence_that_is_sold_for_a_use_is_a_limit(offer: str) -> None:
    assert limits(offer, "Overview")
