"""A quick look at a file's bytes: can there be a reference at all? What says no is not parsed.

The pattern comes from the tables. google-re2 answers in one pass (about thirty times as fast as ``re`` here);
without it the standard library gives the same answers, slowly. No ``\\b`` in it: that alone costs half as much again.
"""

import re
from functools import cache
from typing import Any

from scanner.discover.names.hubid import is_hub_id
from scanner.discover.names.tables import tables

_CODE = {"python", "script", "page", "notebook", "hcl", "json"}
#: Names so common that they tell nothing; what they take is caught by its shape.
_COMMON = {
    "load",
    "run",
    "stream",
    "transcribe",
    "name",
    "model",
    "repo",
    "Agent",
    "LM",
    "Engine",
    "Llama",
    "get_model",
    "completion",
    "acompletion",
    "get_tokenizer",
    "create_model",
    "load_model",
    "load_tokenizer",
    "load_pretrained",
    "load_base_model",
    "transformers",
    "from_hub",
    "model_info",
    "pipeline",
    "vllm",
    "Reranker",
    "COMET",
    "ModelConfig",
    "download_model",
    "file_exists",
    "fileExists",
    "repo_info",
    "load_adapter",
    "ChatModel",
    "hf",
    "huggingface",
    "LLM",
    "Kokoro",
    "Transformers",
    "EmbeddingModel",
    "ImageEmbedding",
    "get_llm",
    "create_llm",
    "make_llm",
    "load_llm",
    "resolve_model",
    "VLLM",
    "from_preset",
    "async_run",
    "async_stream",
    "list_repo_files",
    "http_get_hub",
    "repo_exists",
    "cached_file",
    "resolve_model_uri",
    "resolveModelFile",
}
_WORDS = r"(?i:model|pretrained|checkpoint|ckpt|repo_?id|dataset|hugging|transformers|tokenizer|embed|llm|rerank|snapshot|diffus|pipeline|lora|adapter|encoder)"  # noqa: E501


def _regex(pattern: str) -> Any:
    try:
        import re2  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return re.compile(pattern.encode())
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes as they come: a third faster than looking for UTF-8
    return re2.compile(pattern.encode(), options)


@cache
def _patterns() -> tuple[Any, Any, Any, Any]:
    all_tables = tables()
    names = {name for call in all_tables.loaders.calls + all_tables.loaders.javascript for name in call.names}
    sure = sorted(re.escape(name) for name in names - _COMMON)
    hosts = [re.escape(host) for host in (*all_tables.loaders.hub_hosts, *all_tables.provider_of_host)]
    models = [model for provider in all_tables.providers for model in provider.models]
    prefixes = [re.escape(prefix) for provider in all_tables.providers for prefix in provider.prefixes]
    models += all_tables.loaders.known_bare.model
    clients = sorted(re.escape(name) for name in all_tables.provider_of_call if name[:1].isupper())
    strong = "|".join(
        [
            *sure,
            *hosts,
            r"hf://",
            r"huggingface://",
            r"hf[-_]hub",
            r"torch\.hub",
            r"pipeline\s*\(\s*[\"'](?:[a-z]|model)",
            r"LLM\s*\(\s*(?:model|[\"'])",
            rf"(?:{'|'.join(clients)})\(",
            r"(?i:model|dataset|tokenizer|pretrained)[\w-]*(?:=|: ?| )[\w.-]+/[\w.-]+",
            r"[\"'][\w.-]+/[\w.-]*\d[bB](?:[-_.][\w.-]*)?[\"']",
        ]
    )
    quoted = (
        r"[\"'`](?:"
        + "|".join([*(f"(?:{model})" for model in models), *(f"{prefix}[:/][\\w.-]+" for prefix in prefixes)])
        + r")[\"'`\\]"
    )
    shaped = r"[\"'`=\s][A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]+[\"'`@:\\]"
    loose = rf"{_WORDS}|(?i:(?:\A|\W)hf\W|hf[_:.-]|path|gpt-|claude|gemini|sglang|ollama|llama|mlx_|optimum|replicate)"
    return _regex(strong + "|" + quoted), _regex(shaped), _regex(_WORDS), _regex(loose)


@cache
def _telling() -> Any:
    strong, shaped, _, _ = (pattern.pattern for pattern in _patterns())
    parts = [part.decode() if isinstance(part, bytes) else part for part in (strong, shaped)]
    named = r"(?i:model|checkpoint|dataset|tokenizer|repo_?id)\w*[\"']?\]?\s*(?::[^=\n]{1,60})?[=:,]\s*[frFR]?[\"'(]|add_argument|pipeline\s*\(|LLM\s*\("  # noqa: E501
    return _regex("|".join([*parts, named]))


def telling_offsets(data: bytes) -> list[int]:
    """Where in a UTF-8 text something stands that can matter to a reference; the rest need not be walked."""
    return [match.start() for match in _telling().finditer(data)]


def _like_id(match: Any) -> bool:
    """Neither a media type nor a file's name, which strings of this shape mostly are."""
    return is_hub_id(match.group()[1:-1].decode("ascii", "replace"))


def may_hold(data: bytes, kind: str) -> bool:
    """Whether a file of this kind is worth parsing."""
    strong, shaped, words, loose = _patterns()
    if kind in _CODE:
        return bool(strong.search(data)) or (bool(words.search(data)) and any(map(_like_id, shaped.finditer(data))))
    return bool(loose.search(data))
