"""Host names as a test needs them, for crawls that must not ask the network: Scrapy is given `RESOLVER`."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from twisted.internet.defer import Deferred, succeed

from crawler.resolver import PublicAddressResolver

PORTAL = "portal.example"  # is served by this machine, and counts as a host of the public web
HOSTS = {"noi-bo.example": "192.168.7.1", "may-ao.example": "169.254.169.254", "nhom.example": "239.1.2.3"}
RESOLVER = ("-s", "TWISTED_DNS_RESOLVER=tests.names.Names")


class Names(PublicAddressResolver):
    """Knows the names above and no other of .example; the system reads literals. All else is the crawler's own."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        return succeed("127.0.0.1") if name == PORTAL else super().getHostByName(name, timeout)


_by_system = socket.gethostbyname


def _by_table(name: str) -> str:
    if name in HOSTS:
        return HOSTS[name]
    if name.endswith(".example"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _by_system(name)


socket.gethostbyname = _by_table
