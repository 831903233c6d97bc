# ruff: noqa: PTH110, PTH111, PTH118
"""What the environment says about the Hub. Imports next to nothing (not even ``pathlib``): it is asked before the
program is loaded."""

import os
import sys
from urllib.parse import quote

DEFAULT_ENDPOINT = "https://huggingface.co"
_SAME = ("huggingface.co", "www.huggingface.co", "hf.co")
_TRUE = ("1", "true", "yes", "on")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_TOKENS = ("HF_OIDC_RESOURCE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "COLAB_RELEASE_TAG", "COLAB_GPU")
_MAX_NAME = 200


def flag(name: str) -> bool:
    """Whether an environment variable is set to a word for yes."""
    return os.environ.get(name, "").strip().lower() in _TRUE


def endpoint() -> str:
    """The Hub, when none is named."""
    return os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT


def checked_endpoint(address: str) -> str | None:
    """``address`` without a slash at its end; None when it cannot be a Hub's."""
    scheme, _, rest = address.strip().rstrip("/").partition("://")
    host = rest.split("/", 1)[0]
    if scheme not in ("http", "https") or not host or "@" in host or any(char in rest for char in " ?#\\\r\n\t"):
        return None
    return DEFAULT_ENDPOINT if rest.lower() in _SAME else f"{scheme}://{rest}"


def offline() -> bool:
    """huggingface-hub's own variables forbid the network."""
    return flag("HF_HUB_OFFLINE") or flag("TRANSFORMERS_OFFLINE")


def plain() -> bool:
    """Whether nothing asks for huggingface-hub's session: no proxy, and no client set by an embedding program."""
    if any(value and name.lower() in _PROXIES for name, value in os.environ.items()) or flag("HF_DEBUG"):
        return False
    return own_client() is None


def own_client() -> object:
    """What a program that embeds us makes the library's clients with; None when it left that alone."""
    http = sys.modules.get("huggingface_hub.utils._http")
    made = getattr(http, "_GLOBAL_CLIENT_FACTORY", None)
    return None if made is getattr(http, "default_client_factory", None) else made


def named_certificates() -> str | None:
    """A company's certificates, by whichever variable they are named: OpenSSL and the library read only the two that
    come first. None when they are to be found in the usual place."""
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        return None
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or None


def token_may_be_found() -> bool:
    """Whether huggingface-hub's lookup of the token is worth its import."""
    if flag("HF_HUB_DISABLE_IMPLICIT_TOKEN"):
        return False
    if any(os.environ.get(name) for name in _TOKENS):
        return True
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or os.path.join(cache, "huggingface")
    path = os.environ.get("HF_TOKEN_PATH") or os.path.join(home, "token")
    return os.path.exists(os.path.expanduser(os.path.expandvars(path)))


def cache_folder() -> str:
    """``$MODELSCAN_CACHE``, else ``modelscan`` in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return os.path.expanduser(os.environ.get("MODELSCAN_CACHE") or os.path.join(base, "modelscan"))


def hub_cache() -> str:
    """Where huggingface-hub keeps what it downloads: ``HF_HUB_CACHE``, else ``hub`` in ``HF_HOME``."""
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or os.path.join(cache, "huggingface")
    named = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE") or os.path.join(home, "hub")
    return os.path.expanduser(os.path.expandvars(named))


def repo_folder(cache: str, base: str, repo_type: str, repo_id: str) -> str:
    """Where the cache keeps one repo of one Hub."""
    return os.path.join(cache, "v2", safe_name(base.partition("://")[2]), f"{repo_type}s", safe_name(repo_id.lower()))


def safe_name(text: str) -> str:
    """A file name for any text, one to one."""
    name = quote(text, safe="").replace(".", "%2E")
    if len(name) <= _MAX_NAME:
        return name
    import hashlib

    return name[:100] + hashlib.sha256(name.encode()).hexdigest()
