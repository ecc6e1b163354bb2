"""The request under way, and its client's address, which throttling and the audit go by, and whether it came by https.

It is the peer of the TCP connection. Only where that peer is one of TRUSTED_PROXIES do X-Forwarded-For and
X-Forwarded-Proto count. The first is read from its end: everything before the first address that is not a proxy of ours
was written by the client, who may have made it up.
"""

from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
# The request under way in this thread, for code that gets none, such as receivers of signals
current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


def client_address(request: HttpRequest) -> str:
    """The address in its usual form, or "" where there is none (a Unix socket without a trusted header)."""
    peer = address_of(request.META.get("REMOTE_ADDR", ""))
    if not from_trusted_proxy(request):
        return str(peer or "")
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        found = address_of(hop)
        if found is None:
            break  # what is no address cannot have come from a proxy of ours
        peer = found
        if not _is_ours(peer):
            break
    return str(peer or "")


def network_of(address: str) -> str:
    """What is counted as one place. Of IPv6 the /64: whoever has one has all of its addresses."""
    return str(ip_network((address, 64), strict=False).network_address) if ":" in address else address


def from_trusted_proxy(request: HttpRequest) -> bool:
    """Whether a proxy of ours passed the request on, whose headers count. A Unix socket's peer has no address."""
    peer = request.META.get("REMOTE_ADDR", "")
    address = address_of(peer)
    return _is_ours(address) if address else peer == "" and "unix" in settings.TRUSTED_PROXIES


def _is_ours(address: Address) -> bool:
    return any(address in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=8)
def _networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name) for name in map(trusted_peer, names) if name != "unix")


def trusted_peer(text: str) -> str:
    """A proxy as TRUSTED_PROXIES names it: an address, a network, or `unix`. ValueError for anything else."""
    text = text.rpartition("://")[2].rstrip("/")
    if text.partition(":")[0] == "unix":
        return "unix"
    if address := address_of(text):
        return str(address)
    found = ip_network(text.replace("[", "").replace("]", ""), strict=False)
    mapped = found.network_address.ipv4_mapped if isinstance(found, IPv6Network) else None
    if mapped and found.prefixlen >= 96:
        found = ip_network((int(mapped), found.prefixlen - 96))
    return str(found)


def address_of(text: str) -> Address | None:
    """The address that the text is, an IPv4 one also where it is written as IPv6, with or without a port.

    Without the zone of a link-local one: it may be any text, of any length.
    """
    text = text.strip().removeprefix("[").split("]")[0].partition("%")[0]
    if text.count(":") == 1:
        text = text.split(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
