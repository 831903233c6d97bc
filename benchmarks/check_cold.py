"""``python benchmarks/check_cold.py``: a whole cold ``check`` process against one bare ``HfApi().model_info`` process.

Both ask the same loopback Hub; the processes alternate; medians and their ratio are printed, without and with a delay
for each request. The checked model has a card, a licence file, two datasets and two ancestors.
"""

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODEL = "acme/assistant-7b"
BARE = "import sys; from huggingface_hub import HfApi; HfApi(endpoint=sys.argv[1]).model_info(sys.argv[2])"


def environment(home: str) -> dict[str, str]:
    """Nothing remembered, nothing configured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "MODELSCAN_"))}
    return {**kept, "HF_HOME": home, "MODELSCAN_CACHE": f"{home}/cache", "HF_HUB_DISABLE_TELEMETRY": "1"}


def timed(command: list[str], ok: tuple[int, ...]) -> float:
    """Milliseconds of one cold process."""
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=environment(home), capture_output=True, check=False)
        spent = (time.perf_counter() - started) * 1000
    if done.returncode not in ok:
        sys.exit(f"{command[2:]} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return spent


def hub(delay: float, certificate: str | None) -> tuple[subprocess.Popen[str], str]:
    """A loopback Hub in its own process, and its address."""
    command = [sys.executable, "-m", "tests.hubserver", "--delay", str(delay)]
    command += ["--certificate", certificate] if certificate else []
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def compare(delay: float, runs: int, certificate: str | None) -> None:
    """Prints one line."""
    process, url = hub(delay, certificate)
    try:
        bare, check = [], []
        for _ in range(runs + 1):
            bare.append(timed([sys.executable, "-c", BARE, url, MODEL], (0,)))
            check.append(timed([sys.executable, "-m", "scanner", "check", MODEL, "--hub", url], (0, 1)))
    finally:
        process.terminate()
    left, right = statistics.median(bare[1:]), statistics.median(check[1:])
    print(f"{delay * 1000:4.0f} ms a request: bare {left:5.0f} ms, check {right:5.0f} ms, ratio {right / left:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--delays", type=float, nargs="*", default=[0.0, 0.1])
    parser.add_argument("--certificate", help="a PEM file with key and certificate: speak TLS (set SSL_CERT_FILE too)")
    options = parser.parse_args()
    # Installers compile what they install; a checkout may not be.
    compileall.compile_dir(ROOT / "scanner", quiet=2)
    for delay in options.delays:
        compare(delay, options.runs, options.certificate)


if __name__ == "__main__":
    main()
