"""GETs through huggingface-hub's own session (see :mod:`scanner.collect.hub.wire` for where it is used)."""

from collections.abc import Mapping

from scanner.collect.hub import surroundings
from scanner.collect.hub.reaching import in_time
from scanner.collect.hub.wire import Answer, WireError, trusted


class Session:
    """huggingface-hub's own session: its proxies, certificates and client factory."""

    def __init__(self, timeout: float) -> None:
        from huggingface_hub.utils import get_session  # type: ignore[attr-defined]

        self._client = get_session()
        if surroundings.named_certificates() and surroundings.own_client() is None:
            import httpx2

            self._client = httpx2.Client(verify=trusted(), timeout=None)
        self._timeout = timeout

    def get(self, url: str, headers: Mapping[str, str], bound: int, deadline: float) -> Answer:
        # The session bounds each wait and no request: who trickles is left behind.
        try:
            return in_time(lambda: self._get(url, headers, bound), deadline)
        except TimeoutError:
            raise WireError("slow", "its answer did not come in whole within the time of a request") from None

    def _get(self, url: str, headers: Mapping[str, str], bound: int) -> Answer:
        import httpx2

        try:
            with self._client.stream(
                "GET" if bound else "HEAD", url, headers=dict(headers), follow_redirects=False, timeout=self._timeout
            ) as response:
                found = bytearray()
                for chunk in response.iter_raw():
                    found += chunk
                    if len(found) > bound:
                        break
                named = {name.lower(): value for name, value in response.headers.items()}
                return Answer(url, response.status_code, named, bytes(found[:bound]), len(found) > bound)
        except httpx2.TimeoutException:
            raise WireError("timeout", "no answer in time") from None
        except (httpx2.RemoteProtocolError, httpx2.ReadError) as error:
            raise WireError("cut", f"the connection broke off ({error})") from None
        except (httpx2.HTTPError, OSError) as error:
            kind = "tls" if "CERTIFICATE_VERIFY" in str(error) else "connect"
            raise WireError(kind, str(error) or type(error).__name__) from None

    def close(self) -> None:
        """The session is shared with the rest of the program and stays open."""
