"""``python -m tests.hubserver --port 8000 --delay 0.1``: a loopback Hub for trials."""

import argparse
import ssl

from tests.hubserver.fixtures import world
from tests.hubserver.server import Hub


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--certificate", help="a PEM file with key and certificate, to speak TLS")
    options = parser.parse_args()
    hub = Hub(*world(), delay=options.delay, port=options.port)
    hub.rename("acme/old-name", "acme/assistant-7b")
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate)
        hub.server.socket = context.wrap_socket(hub.server.socket, server_side=True)
        hub.url = hub.url.replace("http:", "https:")
    print(hub.url, flush=True)
    hub.server.serve_forever()


if __name__ == "__main__":
    main()
