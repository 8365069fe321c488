"""Name resolution that refuses private, loopback and link-local addresses, whatever name or literal led to them."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

allow_private = False  # set by the one spider of this process, from its site file
refused: dict[str, str] = {}  # host -> the address it was refused for: Twisted keeps no reason of a failed resolution


class PrivateAddressError(DNSLookupError):
    """A host of the public web has an address that only this network can reach."""


class PublicAddressResolver(CachingThreadedResolver):
    """Scrapy's default resolver; it is asked for IP literals too, and for every redirect."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        return super().getHostByName(name, timeout).addCallback(_refuse_private, name)


def _refuse_private(address: str, name: str) -> str:
    found = ipaddress.ip_address(address)
    if not allow_private and (not found.is_global or found.is_multicast):
        refused[name] = address
        raise PrivateAddressError(f"{name} has the address {address}")
    return address


@lru_cache(maxsize=64)  # asked for each request
def is_loopback(netloc: str) -> bool:
    """Whether a URL's host (and port) is this machine."""
    host = urlsplit(f"//{netloc}").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
