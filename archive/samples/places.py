"""The made-up portals, their towns and their people's names; any likeness to a real district is chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Town:
    """A district that posts are about: ``kind`` quận or huyện, its ``units`` phường or xã, its ``groups`` below them."""

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
    """A site: ``name`` is the site file's stem, ``host`` the name that it claims to have, ``dateline`` what opens texts."""

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

VINH_PHONG = Town(
    "quận", "Vĩnh Phong", "phường", "tổ dân phố số",
    ("An Thượng", "Bến Nứa", "Cầu Đông", "Chùa Vẽ", "Đồng Tâm", "Gia Thụy", "Hàng Kênh", "Hòa Bắc", "Kim Giang", "Lạch Tray",
     "Minh Tân", "Ngọc Lĩnh", "Phú Thượng", "Quán Trữ", "Tân Dương", "Thượng Lý", "Trại Chuối", "Vạn Mỹ", "Vườn Hồng", "Yên Định"),
    ("Tiểu học Kim Giang", "Tiểu học Nguyễn Du", "Tiểu học Hàng Kênh", "THCS Minh Tân", "THCS Lê Chân", "THCS Phú Thượng",
     "Mầm non Hoa Sen", "Mầm non Sao Mai", "Mầm non 20-10", "THPT Vĩnh Phong"),
)  # fmt: skip
BINH_SA = Town(
    "huyện", "Bình Sa", "xã", "thôn",
    ("An Khê", "Bãi Sậy", "Bình Thuận", "Cẩm Đình", "Đại Thắng", "Đoàn Lập", "Hồng Phong", "Hưng Nhân", "Lộc Ninh", "Mỹ Đức",
     "Nam Sơn", "Phù Ninh", "Quang Phục", "Tam Đa", "Thái Học", "Tiên Cường", "Toàn Thắng", "Vinh Quang", "Xuân Đám", "Ỷ La"),
    ("Tiểu học An Khê", "Tiểu học Đại Thắng", "Tiểu học Tiên Cường", "THCS Hồng Phong", "THCS Vinh Quang", "THCS Thị trấn",
     "Mầm non Bình Minh", "Mầm non Họa Mi", "Mầm non Nam Sơn", "THPT Bình Sa"),
)  # fmt: skip
DONG_KHUE = Town(
    "huyện", "Đông Khuê", "xã", "xóm",
    ("Bảo Lý", "Cao Nhân", "Dương Quan", "Đồng Bẩm", "Hạ Lũng", "Kênh Giang", "Lâm Động", "Lưu Kiếm", "Ngũ Lão", "Phả Lễ",
     "Quảng Thanh", "Tam Hưng", "Thủy Triều", "Trung Hà", "Việt Khê"),
    ("Tiểu học Cao Nhân", "Tiểu học Tam Hưng", "THCS Ngũ Lão", "THCS Lưu Kiếm", "Mầm non Hướng Dương", "THPT Đông Khuê"),
)  # fmt: skip
TAY_HOA = Town(
    "quận", "Tây Hòa", "phường", "khu phố",
    ("Bạch Đằng", "Cát Dài", "Dư Hàng", "Đằng Hải", "Hạ Lý", "Hồ Nam", "Nam Hải", "Niệm Nghĩa", "Sở Dầu", "Thành Tô",
     "Tràng Cát", "Văn Đẩu"),
    ("Tiểu học Đằng Hải", "Tiểu học Chu Văn An", "THCS Trần Phú", "THCS Nam Hải", "Mầm non Ánh Dương", "THPT Tây Hòa"),
)  # fmt: skip


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
OUTLETS = (VCMS, LIFERAY, NEWS)

SURNAMES = ("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Phạm", "Hoàng", "Vũ", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ",
            "Ngô", "Dương", "Lý", "Đào", "Đoàn", "Trịnh", "Lương", "Phan", "Tạ", "Mai", "Cao", "Quách", "Khúc", "Lưu")  # fmt: skip
MEN = ("Văn Hùng", "Quốc Đạt", "Đức Thành", "Minh Tuấn", "Xuân Trường", "Hữu Phước", "Mạnh Cường", "Văn Lâm", "Tiến Dũng", "Công Hậu",
       "Anh Tú", "Hồng Quân", "Trọng Nghĩa", "Bá Khánh", "Đình Toàn", "Ngọc Sơn", "Thế Vinh", "Văn Bình", "Quang Huy", "Duy Khôi",
       "Thanh Tùng", "Việt Hà", "Khắc Điệp", "Gia Bảo", "Văn Thược", "Hải Đăng")  # fmt: skip
WOMEN = ("Thị Hoa", "Thu Uyên", "Thị Minh Hạnh", "Thanh Huyền", "Thị Lan", "Phương Thảo", "Ngọc Bích", "Thị Kim Oanh", "Hồng Nhung",
         "Thị Tuyết", "Mai Chi", "Khánh Linh", "Thị Ngoan", "Bích Ngọc", "Thị Thúy Hằng", "Quỳnh Anh", "Thị Xuân", "Diệu Linh",
         "Thị Hải Yến", "Như Trang", "Thị Vân", "Cẩm Tú", "Thị Gấm", "Hoài Thương")  # fmt: skip
PEN_NAMES = ("Minh Anh", "Tiến Vinh", "Hoàng Mai", "Quốc Đạt", "Thanh Hương", "Ngọc Lan", "Đức Trung", "Bảo Châu", "Hải Yến", "Quang Minh",
             "Thùy Dung", "Xuân Bắc", "Phương Liên", "Trường Giang", "Nguyễn Hà", "Trần Hiếu", "Lê Thảo", "Phạm Quỳnh Nga", "Vũ Đình Khoa",
             "Đỗ Hồng Vân", "Bùi Khánh", "Hồng Thái", "Kim Ngân", "Thái Sơn", "Việt Dũng", "Mỹ Linh", "An Nhiên", "Diệp Chi")  # fmt: skip
