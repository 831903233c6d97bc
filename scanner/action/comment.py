"""The step ``comment``: one comment on the pull request, found again by its hidden mark and kept up to date.

A comment is a courtesy: whatever the API says, the job goes on, and the summary serves instead.
"""

import hashlib
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from scanner.action.results import Results, read_results
from scanner.action.runner import choice, event, folder, given, part, say
from scanner.action.scan import FILES
from scanner.action.verdict import status
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.report.formats.forge import MARKER

#: GitHub refuses a longer comment.
MAX_CHARACTERS = 65_536
_PAGE, _PAGES = 100, 50
_SECONDS = 20
_OUTSIDE = ("NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "CONTRIBUTOR", "MANNEQUIN")
_LOCAL = ("127.0.0.1", "localhost", "::1")


def _stranger(comment: Mapping[str, Any]) -> bool:
    """By the API's ``author_association``; an app's comment is one of ours."""
    return part(comment, "user", "type") != "Bot" and part(comment, "author_association") in _OUTSIDE


class _RefusedError(Exception):
    """The API's answer is none that helps; the text says so."""


@dataclass(frozen=True)
class _Api:
    """The comments of one pull request."""

    root: str
    repository: str
    number: int
    session: Any

    def find(self, mark: str) -> int | None:
        """The comment that begins with the mark, unless somebody outside the project wrote it."""
        for page in range(1, _PAGES + 1):
            query = f"?per_page={_PAGE}&page={page}"
            found = self._ask("GET", f"issues/{self.number}/comments{query}")
            for one in found:
                if str(part(one, "body") or "").startswith(mark) and not _stranger(one):
                    return int(one["id"])
            if len(found) < _PAGE:
                return None
        return None

    def create(self, body: str) -> None:
        self._ask("POST", f"issues/{self.number}/comments", body)

    def update(self, comment: int, body: str) -> None:
        self._ask("PATCH", f"issues/comments/{comment}", body)

    def _ask(self, method: str, path: str, body: str | None = None) -> Any:
        import requests

        address = f"{self.root}/repos/{self.repository}/{path}"
        sent = None if body is None else {"body": body}
        try:
            answer = self.session.request(method, address, json=sent, timeout=_SECONDS, allow_redirects=False)
            if answer.status_code in (200, 201):
                return answer.json()
        except (requests.RequestException, ValueError) as error:
            raise _RefusedError(f"the API could not be asked ({type(error).__name__})") from error
        raise _RefusedError(_reason(answer.status_code))


def _reason(code: int) -> str:
    if code in (401, 403, 404):
        return (
            f"the API answered {code}: the token may not write here; the job needs 'pull-requests: write', "
            "and a pull request from a fork never gets it"
        )
    return f"the API answered {code}"


def run() -> int:
    """The step."""
    mode = choice("comment", ("never", "on-change", "always"))
    number = part(event(), "pull_request", "number")
    if mode == "never" or not isinstance(number, int):
        return 0
    results = read_results(folder() / FILES["json"], status())
    if results.status == 2:
        return 0
    try:
        _post(_api(number), results, always=mode == "always")
    except _RefusedError as error:
        say("warning", f"no comment was written: {error}. The job's summary has all of it.", "modelscan: comment")
    return 0


def _api(number: int) -> _Api:
    import requests
    from requests.utils import get_environ_proxies

    root = os.environ.get("GITHUB_API_URL", "").rstrip("/")
    repository, token = os.environ.get("GITHUB_REPOSITORY", ""), os.environ.get("GITHUB_TOKEN", "")
    where = urlsplit(root)
    if where.scheme != "https" and where.hostname not in _LOCAL:
        raise ModelscanError("GITHUB_API_URL is no https address: the token is sent to nothing else")
    if repository.count("/") != 1 or not token:
        raise ModelscanError("comment needs GITHUB_REPOSITORY and GITHUB_TOKEN, which a runner gives the Action")
    session = requests.Session()
    session.trust_env = False
    session.proxies = get_environ_proxies(root)  # without a .netrc, which would replace the token
    session.headers.update(
        {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "modelscan",
        }
    )
    return _Api(root, repository, number, session)


def _post(api: _Api, results: Results, *, always: bool) -> None:
    """Update the comment that is there, or write one when there is something to say."""
    body = _body()
    mine = api.find(body.partition("\n")[0])
    if mine is not None:
        api.update(mine, body)
    elif always or _something(results):
        api.create(body)


def _something(results: Results) -> bool:
    """Whether models came, went or moved; without a base to compare with, whether there is anything but a pass."""
    return results.moves if results.moves is not None else results.verdict != "pass"


def _body() -> str:
    text = (folder() / FILES["comment"]).read_text(encoding="utf-8", errors="replace")
    text = text.replace(MARKER, _mark(), 1) + _link()
    if len(text) <= MAX_CHARACTERS:
        return text
    return text[: MAX_CHARACTERS - 100].rpartition("\n")[0] + "\n\n(cut here for want of room)\n"


def _mark() -> str:
    """A mark of its own for each part of a repository that has its own run."""
    path = given("path") or "."
    own = "" if path == "." else f" {hashlib.sha256(path.encode()).hexdigest()[:12]}"
    return MARKER.replace(" -->", f"{own} -->")


def _link() -> str:
    server, run_id = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_RUN_ID", "")
    if not server.startswith("https://") or not run_id.isdecimal():
        return ""
    return f"\n[The whole report]({server}/{os.environ.get('GITHUB_REPOSITORY', '')}/actions/runs/{run_id})\n"
