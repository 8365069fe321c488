"""The made-up portals and the towns that they write about; any likeness to a real district is chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.samples.wording import texts


@dataclass(frozen=True, eq=False)
class Town:
    """A district: ``kind`` quận or huyện; its ``units``, each a ``unit`` (phường or xã); a ``group`` below."""

    kind: str
    name: str
    unit: str
    group: str
    units: tuple[str, ...]
    schools: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def committee(self) -> str:
        return f"{self.kind.capitalize()} ủy"


@dataclass(frozen=True, eq=False)
class Section:
    """A section of a site: its heading, its path, its category number, and the topics (text files) of its posts."""

    title: str
    path: str
    category: int
    topics: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Outlet:
    """A site. ``name``: of its site file. ``host``: what it claims to be. ``datelines``: what texts open with."""

    name: str
    title: str
    host: str
    city: str
    towns: tuple[Town, ...]
    sections: tuple[Section, ...]
    datelines: tuple[str, ...]
    start: str

    def section(self, number: int) -> Section:
        """Posts take turns, so that a section's posts can be counted and found without looking at them."""
        return self.sections[number % len(self.sections)]


CITY = "Hải Lâm"


def _town(key: str) -> Town:
    found: dict[str, Any] = dict(texts("towns")[key])
    found |= {"units": tuple(found["units"]), "schools": tuple(found["schools"])}
    return Town(**found)


VINH_PHONG, BINH_SA, DONG_KHUE, TAY_HOA = map(_town, ("vinh_phong", "binh_sa", "dong_khue", "tay_hoa"))

VCMS = Outlet(
    "sample-vcms", "Cổng Thông tin điện tử quận Vĩnh Phong", "vinhphong.hailam.example", CITY, (VINH_PHONG,),
    (
        Section("Xây dựng Đảng - Chính quyền", "xay-dung-dang", 1201, ("meetings", "elections")),
        Section("Giáo dục - Y tế", "giao-duc-y-te", 1202, ("schools", "health")),
        Section("Kinh tế - Đô thị", "kinh-te-o-thi", 1203, ("works", "economy")),
        Section("Văn hóa - Xã hội", "van-hoa-xa-hoi", 1204, ("culture", "welfare", "environment")),
        Section("An ninh - Quốc phòng", "an-ninh-quoc-phong", 1205, ("safety",)),
        Section("Thông báo - Cải cách hành chính", "thong-bao", 1206, ("notices", "procedures")),
    ),
    ("VPP", "CTTĐT"), "/web/vinhphong/tin-tuc",
)  # fmt: skip
LIFERAY = Outlet(
    "sample-liferay", "Trang thông tin điện tử huyện Bình Sa", "binhsa.hailam.example", CITY, (BINH_SA,),
    (
        Section("Tin chính trị", "tin-chinh-tri", 31, ("meetings", "elections")),
        Section("Kinh tế - Xã hội", "kinh-te-xa-hoi", 32, ("economy", "works")),
        Section("Giáo dục", "giao-duc", 33, ("schools", "culture")),
        Section("Y tế - Môi trường", "y-te-moi-truong", 34, ("health", "environment")),
        Section("An sinh - An ninh", "an-sinh-an-ninh", 35, ("welfare", "safety")),
        Section("Chỉ đạo điều hành", "chi-dao-dieu-hanh", 36, ("procedures", "notices")),
    ),
    ("Binhsa.gov.vn",), "/web/guest/tin-tuc",
)  # fmt: skip
NEWS = Outlet(
    "sample-news", "Báo Hải Lâm Online", "baohailam.example", CITY, (VINH_PHONG, BINH_SA, DONG_KHUE, TAY_HOA),
    (
        Section("Thời sự", "thoi-su", 1, ("meetings", "elections")),
        Section("Đô thị", "do-thi", 2, ("works", "environment")),
        Section("Giáo dục", "giao-duc", 3, ("schools",)),
        Section("Sức khỏe", "suc-khoe", 4, ("health",)),
        Section("Đời sống", "doi-song", 5, ("culture", "welfare", "procedures")),
        Section("Kinh tế", "kinh-te", 6, ("economy",)),
        Section("Pháp luật", "phap-luat", 7, ("safety",)),
    ),
    ("HLO",), "/",
)  # fmt: skip
WEBFORMS = Outlet(
    "sample-webforms", "Trang thông tin điện tử huyện Đông Khuê", "dongkhue.hailam.example", CITY, (DONG_KHUE,),
    (
        Section("Tin trong huyện", "63", 63, ("meetings", "elections", "works")),
        Section("Kinh tế - Xã hội", "64", 64, ("economy", "welfare")),
        Section("Văn hóa - Giáo dục - Y tế", "65", 65, ("culture", "schools", "health")),
        Section("An ninh trật tự", "66", 66, ("safety", "environment")),
        Section("Thông báo - Hướng dẫn", "67", 67, ("notices", "procedures")),
    ),
    ("Dongkhue.gov.vn",), "/Default.aspx?tabid=62",
)  # fmt: skip
NUKEVIET = Outlet(
    "sample-nukeviet", "Cổng thông tin quận Tây Hòa", "tayhoa.hailam.example", CITY, (TAY_HOA,),
    (
        Section("Hoạt động của quận", "hoat-dong-cua-quan", 3, ("meetings", "elections")),
        Section("Đô thị - Môi trường", "do-thi-moi-truong", 4, ("works", "environment")),
        Section("Nhà trường", "nha-truong", 5, ("schools",)),
        Section("Sức khỏe cộng đồng", "suc-khoe-cong-dong", 6, ("health", "welfare")),
        Section("Văn hóa - Kinh tế", "van-hoa-kinh-te", 7, ("culture", "economy")),
        Section("Người dân cần biết", "nguoi-dan-can-biet", 8, ("procedures", "notices", "safety")),
    ),
    ("TTQ",), "/vi/news/",
)  # fmt: skip
OUTLETS = (VCMS, LIFERAY, NEWS, WEBFORMS, NUKEVIET)
