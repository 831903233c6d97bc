import hashlib

import pytest

from scanner.knowledge.licence_names import MAX_FILES, licence_like, licence_plan
from scanner.text.licence_files import decode, make_text

LIKE = """
.LICENSE
.reuse/dep5
CITATION.cff
CONDITIONS_D_UTILISATION.md
CONDITIONS_FR.txt
REUSE.toml
Condizioni.md
Licenza.txt
model.safetensors.license
data/train.parquet.license
ACCEPTABLE_USE_POLICY.md
AUP.md
COMMERCIAL.md
COPYING.LESSER
COPYRIGHT
EULA
EULA.txt
GEMMA_PROHIBITED_USE_POLICY.txt
Gemma-License.md
LICENCE.txt
LICENCIA.md
LICENSE
LICENSE-2.0
LICENSE-CC-BY-NC-SA-4.0
LICENSE-MODEL
LICENSE.Apache
LICENSE.html
LICENSE.model
LICENSE.v2
LICENSES/MIT.txt
LICENSE_zh.md
License
License_Agreement.md
Lizenz.txt
ЛИЦЕНЗИЯ.txt
ліцензія.md
LICENTIE.txt
lisenssi.txt
litsents.txt
LICENȚĂ.txt
Licenca.txt
Licencja.md
LİSANS.txt
lisensi.md
GIẤY_PHÉP.txt
Käyttöehdot.md
gebruiksvoorwaarden.txt
LLICÈNCIA.txt
Άδεια.txt
ლიცენზია.txt
רישיון.txt
ترخيص.txt
लाइसेंस.txt
ใบอนุญาต.txt
MODEL_LICENSE
ModelLicense.txt
NOTICE
Notice.txt
TERMS.md
THIRD_PARTY_NOTICES.txt
TermsOfUse.md
Terms_of_Use.txt
ThirdPartyNotices.txt
UNLICENSE
USE_POLICY.md
a/b/LICENSE
acceptable-use.md
commercial_use.md
community_license_agreement.txt
legal.txt
license.Llama-3
license.md
licenses/CC0-1.0.txt
llama_license.txt
model_agreement.txt
prohibited_use_policy.md
research_use_terms.md
sub/LICENSE
terms-of-service.html
third_party/x/LICENSE
usage_policy.md
use_restrictions.md
user_agreement.md
weights/LICENSE
模型许可协议.txt
AGB.md
CGU.md
CONTRACT.md
CONDITIONS_UTILISATION.md
DUA.md
NONCOMMERCIAL
POLICY.md
RESEARCH-USE-ONLY.txt
RESPONSIBLE_USE_GUIDE.md
TOU.md
USAGE_GUIDELINES.md
mentions-legales.md
使用許諾契約.md
商业授权.txt
授权说明.md
模型协议.md
版权声明.md
사용조건.md
약관.md
저작권.md
"""
#: Weights, data, code and configurations; policies of other things; words that also mean something else.
UNLIKE = """
Лекция.txt
notizen.txt
Lesezeichen.txt
config.json.license
train.py.license
logo.png.license
conditions_list.txt
medical-conditions.txt
docs/CITATION.cff
samples/license.png
number_plate_license_1.jpg
CODE_OF_CONDUCT.md
CONTRIBUTING.md
LICENSES/MIT.json
README.md
SECURITY.md
agreement.csv
commercial_data.csv
config.yaml
driver-license-model.onnx
drug_terms.txt
inter_annotator_agreement.md
license.py
license_plate.safetensors
license_plate_classes.txt
licenses.yaml
merges.txt
model.bin
notice.png
notices.json
paper_license.md
policy.safetensors
policy.zip
policy/config.json
privacy_policy.md
requirements.txt
search_terms.txt
security_policy.txt
terms.parquet
tutorial.md
vocab.txt
"""


@pytest.mark.parametrize("path", LIKE.split())
def test_licence_like(path):
    assert licence_like(["config.json", path]) == (path,)


@pytest.mark.parametrize("path", UNLIKE.split())
def test_not_licence_like(path):
    assert licence_plan([path]) == ((), ())


@pytest.mark.parametrize(
    "path",
    [
        *"LICENSE.pdf LICENSES/MIT.rtf EULA.png LICENSE.zip 模型协议.hwp README.pdf".split(),
        "docs/Model License Agreement.docx",
    ],
)
def test_documents_are_named_and_not_read(path):
    read, unread = licence_plan(["LICENSE", path])
    assert (read, [item.what for item in unread]) == (("LICENSE",), [path])


def test_what_others_made_comes_last_and_is_not_missed():
    carried = [f"third_party/{number:02d}/LICENSE" for number in range(40)]
    read, unread = licence_plan([*carried, "a/b/c/LICENSE"])
    assert (read[0], len(read), unread) == ("a/b/c/LICENSE", MAX_FILES, ())


def test_order():
    assert licence_like(["z/LICENSE", "USE_POLICY.md", "LICENSE.txt", "LICENSE"]) == (
        "LICENSE",
        "LICENSE.txt",
        "USE_POLICY.md",
        "z/LICENSE",
    )


def test_make_text():
    text = make_text("LICENSE", b"\xef\xbb\xbfab\r\nc" + b"d" * 100, bound=10)
    assert (text.text, text.truncated) == ("ab\ncdd", True)
    assert text.sha256 == hashlib.sha256(b"\xef\xbb\xbfab\r\nc" + b"d" * 100).hexdigest()


def test_decode():
    assert decode("é\0".encode("utf-16")) == "é"
    assert decode(b"\xff") == "\ufffd"
