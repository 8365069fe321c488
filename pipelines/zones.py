"""The zones of dates that state none."""

from __future__ import annotations

from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# A value without a zone gets this one, and is naive again where neither site nor language knows better.
NOWHERE = ZoneInfo.no_cache("Etc/GMT")
