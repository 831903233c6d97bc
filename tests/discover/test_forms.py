"""Forms in documents, and names of other hosts, in languages other than Python: each with what is no reference."""

from collections.abc import Callable

import pytest

from scanner.discover import Discovery

LOADED = 'm = AutoModel.from_pretrained("quarry/encoder")'
SERVED = "vllm serve quarry/encoder"
FOUND = {
    "a chunk of R": ("a.Rmd", '```{r load, eval=FALSE}\nhf_load_model("quarry/encoder")\n```\n'),
    "Pandoc's class": ("a.md", f"```{{.python .numberLines}}\n{LOADED}\n```\n"),
    "indented by four": ("a.md", f"So:\n\n    {LOADED}\n"),
    "Jekyll": ("a.md", f"{{% highlight python %}}\n{LOADED}\n{{% endhighlight %}}\n"),
    "a patch": ("a.md", f'```diff\n- m = AutoModel.from_pretrained("quarry/old")\n+ {LOADED}\n```\n'),
    "imports of a block above": (
        "a.md",
        '```python\nfrom lmdeploy import pipeline\n```\nThen:\n\n```python\np = pipeline("quarry/encoder")\n```\n',
    ),
    "YAML unsaid": ("a.md", "```\nmodel:\n  name: quarry/encoder\nport: 1\n```\n"),
    "an HTTP request": ("a.md", '```http\nPOST /v1/chat\n\n{"model": "quarry/encoder"}\n```\n'),
    "nix": ("a.md", '```nix\nmodel = "quarry/encoder";\n```\n'),
    "a literal block": ("a.rst", f"So::\n\n   {LOADED}\n"),
    "doctest": ("a.rst", f">>> {LOADED}\n"),
    "testcode": ("a.rst", f".. testcode::\n\n   {LOADED}\n"),
    "a bare block": ("a.adoc", f"So:\n\n----\n{SERVED}\n----\n"),
    "a listing": ("a.tex", f"\\begin{{lstlisting}}[language=Python]\n{LOADED}\n\\end{{lstlisting}}\n"),
    "a link of LaTeX's": ("a.tex", "\\footnote{\\url{https://huggingface.co/quarry/encoder}}\n"),
    "a command in a text": ("a.txt", "python train.py --model_name_or_path quarry/encoder\n"),
    "a manual page of R's": ("a.Rd", '\\usage{\nembed(x, model = "quarry/encoder")\n}\n'),
    "a sweep": ("a.yaml", "model_name_or_path:\n  values: [quarry/encoder]\n"),
    "an input": ("a.yaml", "inputs:\n  model:\n    default: quarry/encoder\n"),
    "beside weights": ("a.json", '[{"repo": "quarry/encoder", "filename": "q4.gguf"}]'),
    "nothing but settings": ("env/models", "MODEL_ID=quarry/encoder\nPORT=1\n"),
    "a job": ("a.pbs", "python t.py --model quarry/encoder\n"),
    "beside its branch": ("a.rs", 'use hf_hub::Api;\nlet x = match w { W::A => ("quarry/encoder", "refs/pr/3") };'),
}
NOTHING = {
    "a list's paragraph": ("a.md", "- So\n\n    See quarry/encoder for more.\n"),
    "what a patch takes away": ("a.md", f"```diff\n- {LOADED}\n```\n"),
    "imports that a block does without": (
        "a.md",
        "```python\nfrom lmdeploy import pipeline\n```\n\n"
        '```python\nfrom other import pipeline\np = pipeline("quarry/encoder")\n```\n',
    ),
    "a heading": ("a.adoc", "Quarry\n------\n\nquarry/encoder\n"),
    "a note": ("a.rst", ".. note::\n\n   quarry/encoder\n"),
    "words in a text": ("a.txt", "either quarry/encoder or nothing\n"),
    "an input of something else": ("a.yaml", "inputs:\n  branch:\n    default: quarry/encoder\n"),
    "beside no weights": ("a.json", '[{"repo": "quarry/encoder", "filename": "README.md"}]'),
    "beside another branch": ("a.rs", 'use hf_hub::Api;\nlet x = ("quarry/encoder", "develop");'),
}


@pytest.mark.parametrize("form", FOUND)
def test_a_form_is_read(form: str, scan: Callable[..., Discovery]) -> None:
    name, text = FOUND[form]
    assert {one.id for one in scan({name: text}).references} == {"quarry/encoder"}


@pytest.mark.parametrize("form", NOTHING)
def test_what_only_looks_like_it_is_left(form: str, scan: Callable[..., Discovery]) -> None:
    name, text = NOTHING[form]
    assert not scan({name: text}).references


OLLAMA = {
    "Java": ("A.java", 'class A { Object m = OllamaChatModel.builder().modelName("llama3.2").build(); }'),
    "Java's constant": (
        "A.java",
        'class A { String M = "llama3.2"; Object o = OllamaModel.builder().modelName(M); }',
    ),
    "Go": ("a.go", 'package a\nllm, err := ollama.New(ollama.WithModel("llama3.2"))'),
    "Go's fields": (
        "a.go",
        'package a\nimport "ollama/api"\nr := &api.ChatRequest{Model: "llama3.2"}',
    ),
    "C#": ("a.cs", 'new OpenAIClient(new Uri("http://localhost:11434/v1")).GetChatClient("llama3.2");'),
    "Ruby": ("a.rb", 'Langchain::LLM::Ollama.new(default_options: { chat_model: "llama3.2" })'),
    "R": ("a.R", 'ollamar::pull("llama3.2")'),
    "a process": ("a.go", 'package a\nexec.Command("ollama", "pull", "llama3.2")'),
}


@pytest.mark.parametrize("language", OLLAMA)
def test_a_name_of_ollama_is_listed_where_a_text_speaks_of_it(language: str, scan: Callable[..., Discovery]) -> None:
    name, text = OLLAMA[language]
    assert [(one.kind, one.id) for one in scan({name: text}).references] == [("outside-hub", "llama3.2")]
    other = text.replace("ollama", "other").replace("Ollama", "Other").replace("11434", "8000")
    assert not [one for one in scan({name: other}).references if one.kind == "outside-hub"]


def test_a_message_to_ollama_is_no_model(scan: Callable[..., Discovery]) -> None:
    assert not scan({"A.java": 'class A { Object o = new OllamaChatMessage("llama3"); }'}).references


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.py", "a.go"])
def test_a_scheme_of_another_host_tells_its_model(name: str, scan: Callable[..., Discovery]) -> None:
    text = {
        "a.yaml": "url: {}\n",
        "a.json": '{{"url": "{}"}}',
        "a.py": 'u = "{}"\n',
        "a.go": 'package a\nvar u = "{}"',
    }[name]
    found = scan({name: text.format("ollama://quarry3:8b")}).references
    assert [(one.kind, one.id) for one in found] == [("outside-hub", "quarry3:8b")]
    assert not scan({name: text.format("ollama://localhost:11434")}).references
