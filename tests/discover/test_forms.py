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
    "a console of Python's": ("a.md", f"```python-console\n>>> {LOADED}\n```\n"),
    "settings by another name": ("a.md", '```ini\nMODELS=`[\n {"id": "quarry/encoder"}\n]`\n```\n'),
    "Postgres": ("a.md", "```postgresql\nSELECT pgml.embed('quarry/encoder', body);\n```\n"),
    "shown on a page": ("a.html", "<pre><code>python t.py \\\n  --model=quarry/encoder\n</code></pre>\n"),
    "shown in colours": (
        "a.html",
        '<pre class="sourceCode r">f(<a href="x">model</a> = <i>"quarry/encoder"</i>)</pre>\n',
    ),
    "an option of a page": ("a.html", '<select id="model-select"><option value="quarry/encoder">E</option></select>\n'),
    "a loop of Swift's": ("a.swift", 'for model in [\n "quarry/encoder",\n] { run(model) }'),
    "a maker of Swift's": ("a.swift", 'load(configuration: ModelConfiguration.init(id: "quarry/encoder"))'),
    "the first of an array": ("a.sh", 'models=(["a"]="quarry/encoder" ["b"]="./b")\n'),
    "a value of Helm's": ("a.sh", "helm upgrade x --set workers[0].model.path=quarry/encoder\n"),
    "a name that says nothing of its ending": (
        "usage.ipynb",
        '{"cells": [{"cell_type": "code", "source": ["m.load_from_checkpoint(repo_id=\\"quarry/encoder\\")"]}]}',
    ),
    "keys of a dict": ("a.py", 'SUPPORTED_HF_MODELS = {"quarry/encoder": {"dim": 3}}'),
    "an enumeration": ("a.py", 'class EmbeddingModel(str, Enum):\n    SMALL = "quarry/encoder"\n'),
    "a field of a type": ("a.py", 'class ModelConfig:\n    name: str = "quarry/encoder"\n'),
    "the default of a loader": ("a.py", 'def load_model(version="quarry/encoder"):\n    return go(version)\n'),
    "a fixture's text": ("a.py", 'def model_name():\n    return "quarry/encoder"\n'),
    "added to models": ("a.py", 'supported_models.append("quarry/encoder")'),
    "a call that says so": ("a.py", 'import transformers\ncheck_and_down_hf(x, "quarry/encoder")'),
    "ids of a call that says so": ("a.py", 'import transformers\nm = MergedAdapters(ids=["quarry/encoder"])'),
    "chosen from": ("a.py", 'model = gr.Radio(["quarry/encoder"], label="Model")'),
    "a made model": ("a.py", 'model = Net("quarry/encoder")'),
    "a loop taken apart": (
        "a.py",
        "from datasets import load_dataset\n"
        'ALL = [("a", "quarry/encoder")]\n'
        "for one in ALL:\n    name, place = one\n    load_dataset(place)\n",
    ),
    "cases of a test": (
        "a.py",
        '@pytest.mark.parametrize(("n", "hf_repo"), [pytest.param(1, "quarry/encoder")])\ndef test_x(n, hf_repo): 1\n',
    ),
    "flags alone": ("a.py", 'cmd += "--tokenizer quarry/encoder"'),
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
    "shown on a page, of no model": ("a.html", "<pre>git checkout quarry/encoder</pre>\n"),
    "an option of something else": (
        "a.html",
        '<select id="branch"><option value="quarry/encoder">E</option></select>\n',
    ),
    "a folder": ("a.py", 'model_path = "quarry/encoder/"\ncheckpoint = "quarry/encoder/last.bin"'),
    "keys of something else": ("a.py", 'OWNERS = {"quarry/encoder": 3}'),
    "an enumeration of something else": ("a.py", 'class Branch(Enum):\n    SMALL = "quarry/encoder"\n'),
    "the default of no loader": ("a.py", 'def checkout(version="quarry/encoder"):\n    return go(version)\n'),
    "a call of a code host": ("a.py", 'import transformers\ng.get_repo("quarry/encoder")'),
    "a call that asks": ("a.py", 'import transformers\nvalidate_model("quarry/encoder")'),
    "a made thing": ("a.py", 'logger = Net("quarry/encoder")'),
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


def test_a_file_of_a_known_organisation_is_of_its_repo(scan: Callable[..., Discovery]) -> None:
    text = 'tokenizer_path = "google/quarry/tokenizer.model"\nmodel_path = "google/stone/"\nsee("google/none/x")\n'
    assert [one.id for one in scan({"a.py": text}).references] == ["google/quarry", "google/stone"]


def test_what_another_host_downloads_is_not_of_the_hub(scan: Callable[..., Discovery]) -> None:
    found = scan({"a.sh": "modelscope download --model Qwen/Qwen3-8B\n"}).references
    assert [(one.kind, one.id) for one in found] == [("outside-hub", "Qwen/Qwen3-8B")]


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
    "Python": ("a.py", 'from langchain_ollama import OllamaEmbeddings\nMODEL = "llama3.2"\n'),
    "YAML": ("a.yaml", "llm:\n  url: http://localhost:11434\n  model: llama3.2\n"),
    "settings": (".env", "URL=http://ollama\nLLM_MODEL=llama3.2\n"),
    "Compose": (
        "compose.yaml",
        "services:\n  a:\n    environment:\n      - URL=http://ollama\n      - MODEL=llama3.2\n",
    ),
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
