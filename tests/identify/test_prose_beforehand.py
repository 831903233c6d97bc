"""What has to come first, goes with a use or is told in a box, and the same words where they ask nothing of anybody."""

import pytest

from tests.identify.hearing import limits, own

LIMITS = {
    "a membership": "You need to become a Patreon supporter at the Business tier first.",
    "a membership in German": "Zum Einsatz musst du erst Patreon-Mitglied der Stufe Gold werden.",
    "a purchase for work": "Using this at your job? Grab the Pro licence from our shop.",
    "a purchase in French": "Vous l'utilisez au bureau ? Prenez la licence Pro dans notre boutique.",
    "a mail before a product": "If you want to build a product, email first.",
    "a board": "All uses must be approved by the ethics board.",
    "a board in French": "Toute utilisation doit être validée par le comité d'éthique.",
    "one purpose": "Sole purpose: reproducing our paper.",
    "one purpose in French": "Seul but : reproduire les résultats de l'article.",
    "data's licences as the reason": "**Can I use it in my product?** Sadly our data licences don't permit that.",
    "the same in Spanish": "**¿Puedo usarlo en mi producto?** Por desgracia las licencias de los datos no lo permiten.",
    "red teaming alone": "Nur zum Red Teaming, nicht einsetzen.",
    "a mark that is shown": "Products that use it must show 'Powered by Heron' in their user interface.",
    "boxes in a line": "- [x] Academic  - [ ] Commercial",
    "boxes in a list": "Allowed uses:\n\n- [x] Academic\n- [ ] Commercial",
    "a licence for the next version": "The first version was CC BY-NC. The next version will be MIT.",
    "images of machines": "Docker images with the weights may not be redistributed.",
    "a proof": "Prove your affiliation before any use.",
    "a proof in Spanish": "Acredite su afiliación antes de cualquier uso.",
    "an acquaintance": "Welcome, once we know you.",
    "an acquaintance in German": "Gern, sobald wir uns kennen.",
    "a table without a head": "| | |\n|---|---|\n| Museums | yes |\n| Banks | no |",
    "business in Dutch": "Zakelijk gebruik: na overleg.",
    "a corpus whose terms hold": "Whatever holds for the dataset (research use only) holds for the weights too.",
}
HONEST = {
    "a membership": "If you like it, become a Patreon supporter!",
    "a community": "You need to become a member of our Discord first to post images in the gallery.",
    "more in the shop": "Want more voices? Grab the Pro pack; a Pro version with more features is on Gumroad.",
    "a mail about a product": "If you made something cool with it, drop me a line.",
    "a build": "If you want to build it from source, install cmake first.",
    "a board": "The study was approved by the ethics board.",
    "a purpose of a part": "The sole purpose of the tokenizer is to split words.",
    "data's licences": "**Can I get the training data?** Unfortunately our data licences don't permit that.",
    "red teaming": "The model was red-teamed before release.",
    "a mark that is seen": "The demo shows 'Powered by Heron' in its footer.",
    "a mark that is asked about": "**Must I show your logo?** No, you need not.",
    "boxes of a plan": "- [x] Release weights\n- [ ] Commercial demo",
    "ticked boxes": "Allowed uses:\n\n- [x] Academic\n- [x] Commercial",
    "a licence of this version": "The first version was CC BY-NC. This version is MIT.",
    "the next version": "The next version will be larger.",
    "images of machines": "Docker images with the weights are on Docker Hub.",
    "a checksum": "Verify the checksum before any use.",
    "a welcome": "Welcome! Once you know the API, it is easy.",
    "a table of features": "| | |\n|---|---|\n| Streaming | yes |\n| Tools | yes |",
    "a corpus whose terms end": "The corpus is for research only, a condition which does not extend to the weights.",
}


@pytest.mark.parametrize("way", LIMITS)
def test_what_comes_first_limits(way: str) -> None:
    assert limits(LIMITS[way], "Use")


@pytest.mark.parametrize("way", HONEST)
def test_the_same_words_that_ask_nothing(way: str) -> None:
    assert not limits(HONEST[way], "Use")


@pytest.mark.parametrize("way", ["according to the terms of", "pursuant to", "in line with"])
def test_a_use_that_is_given_by_another_licence_names_it(way: str) -> None:
    def named(of: str) -> list[tuple[str, ...]]:
        page = f"# Otter\n\n{of} may be used in research and commercially {way} the Llama 2 Community License.\n"
        return [one.licences for one in own(page, "lab/otter") if one.says == "licence"]

    assert named("The weights") == [("Llama 2 Community License",)]
    assert named("Llama 2") == []
