"""Reports to plant among others: each can be told as one district's or another's, and copied as papers copy."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Occasion:
    """What differs between two reports of like meetings."""

    district: str
    day: str
    chair: str
    number: str
    share: str
    money: str
    people: str
    decision: str
    next_step: str


OCCASIONS = (
    Occasion(
        district="quận Thanh Bình",
        day="4/12",
        chair="đồng chí Lê Thị Mai Hương, Bí thư Quận ủy",
        number="thứ tư",
        share="94,7%",
        money="1.286 tỷ đồng",
        people="37",
        decision="thống nhất ưu tiên cải tạo ba trường mầm non ở phường Cầu Đá và mở rộng đường Nguyễn Khuyến",
        next_step="phòng Giáo dục và Đào tạo hoàn thiện hồ sơ các trường trước Tết Nguyên đán",
    ),
    Occasion(
        district="huyện Sơn Hà",
        day="17/6",
        chair="ông Đinh Văn Quế, Chủ tịch Hội đồng nhân dân huyện",
        number="thứ mười một",
        share="61,2%",
        money="342 tỷ đồng",
        people="29",
        decision="thông qua việc xây kè chống sạt lở dọc suối Nậm Mu và đưa nước sạch về bảy bản vùng cao",
        next_step="các xã rà soát lại danh sách hộ phải di dời trước mùa mưa bão năm nay",
    ),
    Occasion(
        district="thị xã Phú Lâm",
        day="28/9",
        chair="bà Trần Ngọc Diệp, Phó Bí thư Thường trực Thị ủy",
        number="bất thường",
        share="78%",
        money="905,5 tỷ đồng",
        people="33",
        decision="chấp thuận đề án xếp lại chợ trung tâm và lùi thời hạn thu phí vỉa hè sang năm sau",
        next_step="đội quản lý trật tự đô thị họp với các hộ kinh doanh ngay trong tuần tới",
    ),
)


def short_report(told: Occasion) -> tuple[str, ...]:
    """Some 110 words in four paragraphs."""
    return (
        f"Sáng {told.day}, Hội đồng nhân dân {told.district} tổ chức kỳ họp {told.number}, xem xét tình hình thu chi "
        f"ngân sách và một số nội dung thuộc thẩm quyền. Dự và chủ trì kỳ họp có {told.chair}.",
        f"Theo báo cáo tại kỳ họp, thu ngân sách trên địa bàn đạt {told.money}, bằng {told.share} dự toán cả năm.",
        f"Sau khi thảo luận, {told.people} đại biểu có mặt đã {told.decision}.",
        f"Phát biểu bế mạc, chủ tọa đề nghị {told.next_step}, đồng thời giữ mối liên hệ thường xuyên với cử tri.",
    )


def middling_report(told: Occasion) -> tuple[str, ...]:
    """Some 260 words in six paragraphs: the short one with what such reports add."""
    opening, money, decision, closing = short_report(told)
    return (
        opening,
        "Trong sáu tháng qua, mặc dù gặp không ít khó khăn, cấp ủy và chính quyền các cấp đã bám sát chương trình công "
        "tác, chỉ đạo quyết liệt các nhiệm vụ trọng tâm, nhờ đó kinh tế tiếp tục ổn định, đời sống người dân được bảo "
        f"đảm, an ninh trật tự được giữ vững. {money}",
        "Thảo luận tại hội trường, các đại biểu tập trung vào tiến độ giải ngân vốn đầu tư công, việc cấp giấy chứng "
        "nhận quyền sử dụng đất cho các hộ dân còn tồn đọng và tình trạng lấn chiếm lòng đường, vỉa hè kéo dài nhiều "
        f"năm ở {told.district}.",
        decision,
        f"Ngay sau kỳ họp, Ủy ban nhân dân {told.district} sẽ ban hành kế hoạch thực hiện, phân công rõ người, rõ "
        f"việc, rõ thời gian hoàn thành; hằng quý báo cáo kết quả để Thường trực Hội đồng nhân dân theo dõi.",
        closing,
    )


def long_report(told: Occasion) -> tuple[str, ...]:
    """Some 520 words in ten paragraphs."""
    *front, closing = middling_report(told)
    return (
        *front,
        "Trả lời chất vấn về chất lượng khám chữa bệnh ở trạm y tế, lãnh đạo phòng Y tế thừa nhận nhiều trạm thiếu bác "
        "sĩ và máy móc đã cũ. Ngành y tế đã cử cán bộ luân phiên về cơ sở hai ngày mỗi tuần, đồng thời đề nghị cấp "
        f"trên cho tuyển thêm người; riêng tại {told.district}, số lượt khám đã tăng gần gấp rưỡi so với cùng kỳ.",
        "Về giáo dục, năm học vừa qua tỷ lệ học sinh hoàn thành chương trình tiểu học giữ ở mức cao, nhiều em đạt giải "
        "trong các kỳ thi chọn học sinh giỏi. Tuy vậy, một số điểm trường vẫn phải học nhờ, nhà vệ sinh xuống cấp, sân "
        "chơi chật hẹp. Đại biểu đề nghị sớm bố trí quỹ đất để các cháu có chỗ học đàng hoàng.",
        f"Ban Pháp chế cho biết đã nhận {told.people} đơn thư của công dân kể từ kỳ họp trước, chủ yếu liên quan đến "
        "bồi thường khi thu hồi đất. Phần lớn đơn đã được chuyển đúng nơi có thẩm quyền và trả lời đúng hạn, song vẫn "
        "còn vụ việc kéo dài do hồ sơ địa chính qua các thời kỳ không thống nhất.",
        "Cũng tại kỳ họp, các đại biểu đã dành thời gian nghe kết quả giám sát công tác phòng cháy, chữa cháy ở khu "
        "nhà trọ và chung cư cũ, từ đó yêu cầu lực lượng chức năng kiểm tra lại toàn bộ lối thoát nạn, xử lý nghiêm "
        "nơi vi phạm và hướng dẫn người dân tự trang bị bình chữa cháy.",
        closing,
    )


def bulletin(told: Occasion) -> tuple[str, ...]:
    """Some 130 words that a health office sends out every week with other figures."""
    return (
        f"Trung tâm Y tế {told.district} cho biết, tính đến 17 giờ ngày {told.day}, toàn địa bàn đã tiêm được "
        f"{told.people}.412 mũi vắc xin, đạt {told.share} kế hoạch của đợt.",
        f"Trong ngày, các điểm tiêm lưu động phục vụ thêm {told.people} người cao tuổi không đi lại được; sức khỏe của "
        "tất cả những người được tiêm đều ổn định, chưa ghi nhận phản ứng nặng.",
        "Người dân chưa tiêm đủ mũi liên hệ trạm y tế nơi cư trú để được hướng dẫn, khi đi mang theo căn cước công dân "
        "và sổ tiêm; không đến điểm tiêm nếu đang sốt, ho hoặc có bệnh cấp tính.",
        f"Dự kiến đợt tiếp theo, {told.next_step.split(' trước ')[0]}, kinh phí khoảng {told.money}.",
    )


KINDS = {"short": short_report, "middling": middling_report, "long": long_report, "bulletin": bulletin}
BYLINES = ("Mai Hương", "Tác giả: Trần Quốc Việt", "Thu Thảo - Báo Sông Hồng", "Theo Cổng thông tin điện tử")


def same_place_later(told: Occasion) -> Occasion:
    """The next meeting of the same council: its place and chair are the same, what it heard and decided is not."""
    other = OCCASIONS[(OCCASIONS.index(told) + 1) % len(OCCASIONS)]
    return replace(other, district=told.district, chair=told.chair)
