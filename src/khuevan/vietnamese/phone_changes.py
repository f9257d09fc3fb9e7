"""Prefixes of before the two great renumberings."""

from typing import Final

# Mobile numbers went from 11 to 10 digits on 15/9/2018 (plan of the Ministry of Information and Communications).
OLD_MOBILE_PREFIXES: Final = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip

# Area codes changed on 11/2, 15/4 and 17/6/2017 (Quyết định 2036/QĐ-BTTTT); Vĩnh Phúc, Phú Thọ, Hòa Bình and
# Hà Giang kept theirs.
OLD_AREAS: Final = {
    # Sơn La, Lai Châu, Lào Cai, Điện Biên, Yên Bái
    "022": "0212", "0231": "0213", "020": "0214", "0230": "0215", "029": "0216",
    # Quảng Bình, Quảng Trị, Thừa Thiên Huế, Quảng Nam, Đà Nẵng, Thanh Hóa, Nghệ An, Hà Tĩnh
    "052": "0232", "053": "0233", "054": "0234", "0510": "0235", "0511": "0236", "037": "0237", "038": "0238",
    "039": "0239",
    # Quảng Ninh, Bắc Giang, Lạng Sơn, Cao Bằng, Tuyên Quang, Thái Nguyên, Bắc Kạn
    "033": "0203", "0240": "0204", "025": "0205", "026": "0206", "027": "0207", "0280": "0208", "0281": "0209",
    # Hải Dương, Hưng Yên, Bắc Ninh, Hải Phòng, Hà Nam, Thái Bình, Nam Định, Ninh Bình
    "0320": "0220", "0321": "0221", "0241": "0222", "031": "0225", "0351": "0226", "036": "0227", "0350": "0228",
    "030": "0229",
    # Cà Mau, Bạc Liêu, Cần Thơ, Hậu Giang, Trà Vinh, An Giang, Kiên Giang, Sóc Trăng
    "0780": "0290", "0781": "0291", "0710": "0292", "0711": "0293", "074": "0294", "076": "0296", "077": "0297",
    "079": "0299",
    # Hà Nội, Thành phố Hồ Chí Minh, Đồng Nai, Bình Thuận, Bà Rịa - Vũng Tàu
    "04": "024", "08": "028", "061": "0251", "062": "0252", "064": "0254",
    # Quảng Ngãi, Bình Định, Phú Yên, Khánh Hòa, Ninh Thuận, Kon Tum, Đắk Nông, Đắk Lắk, Lâm Đồng, Gia Lai
    "055": "0255", "056": "0256", "057": "0257", "058": "0258", "068": "0259", "060": "0260", "0501": "0261",
    "0500": "0262", "063": "0263", "059": "0269",
    # Vĩnh Long, Bình Phước, Long An, Tiền Giang, Bình Dương, Bến Tre, Tây Ninh, Đồng Tháp
    "070": "0270", "0651": "0271", "072": "0272", "073": "0273", "0650": "0274", "075": "0275", "066": "0276",
    "067": "0277",
}  # fmt: skip
