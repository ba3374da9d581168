#include "formats/tgnet/user_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/cursor.hpp"
#include "core/ranges.hpp"
#include "core/utf8.hpp"

namespace tgferry::formats::tgnet {
namespace {

/// What stands in front of a user's names: ids grew from 32 to 64 bits, flags from one word to two.
enum class Head : std::uint8_t { empty_int, empty_long, int_id, long_id, two_flags };

struct Constructor {
    std::uint32_t id;
    Head head;
};

/// Every id is the CRC32 of its line in the schema of that layer.
constexpr std::array constructors = {
    Constructor{0x200250ba, Head::empty_int}, Constructor{0xd3bc4b7a, Head::empty_long},
    Constructor{0x22e49072, Head::int_id},    Constructor{0x3289b590, Head::int_id},
    Constructor{0x603539b4, Head::int_id},    Constructor{0xcb574c74, Head::int_id},
    Constructor{0xd10d979a, Head::int_id},    Constructor{0x2e13f4c3, Head::int_id},
    Constructor{0x938458c1, Head::int_id},    Constructor{0x3ff6ecb0, Head::long_id},
    Constructor{0x5d99adee, Head::long_id},   Constructor{0x8f97c628, Head::two_flags},
    Constructor{0xabb5f120, Head::two_flags}, Constructor{0xeb602f25, Head::two_flags},
    Constructor{0x215c4438, Head::two_flags}, Constructor{0x83314fca, Head::two_flags},
    Constructor{0x59476956, Head::two_flags}, Constructor{0x4b46c37e, Head::two_flags},
    Constructor{0x020b1422, Head::two_flags}, Constructor{0x31774388, Head::two_flags},
    Constructor{0xb1b8cc83, Head::two_flags},
};

enum : std::uint32_t {
    has_access_hash = 1u << 0,
    has_first_name = 1u << 1,
    has_last_name = 1u << 2,
    has_username = 1u << 3,
    has_phone = 1u << 4,
    is_bot_flag = 1u << 14,
    is_premium_flag = 1u << 28,
};

/// Nothing where the field is absent, empty, or no text.
std::optional<std::string> take_text(core::Cursor& in, bool there, const char* what) {
    if (!there) return std::nullopt;
    const std::string_view text = core::as_text(in.tl_bytes(what));
    if (text.empty() || !core::is_utf8(text)) return std::nullopt;
    return std::string(text);
}

void take_names(core::Cursor& in, std::uint32_t flags, User& user) {
    if ((flags & has_access_hash) != 0) (void)in.u64_le("access hash");
    user.first_name = take_text(in, (flags & has_first_name) != 0, "first name");
    user.last_name = take_text(in, (flags & has_last_name) != 0, "last name");
    if (auto name = take_text(in, (flags & has_username) != 0, "user name")) {
        user.usernames.push_back(std::move(*name));
    }
    user.phone = take_text(in, (flags & has_phone) != 0, "phone number");
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (user.phone && !std::ranges::all_of(*user.phone, is_digit)) user.phone.reset();
}

/// The value of an attribute or an element as it was before it was escaped, without space: base64 has none.
std::string unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = text.front() == '&' ? text.find(';') : text.npos;
        if (end == text.npos) {
            if (std::string_view(" \t\r\n").find(text.front()) == text.npos) out += text.front();
            text.remove_prefix(1);
            continue;
        }
        const std::string_view name = text.substr(1, end - 1);
        if (name != "#10" && name != "#13" && name != "#xA" && name != "#xD" && name != "#9") {
            out += text.substr(0, end + 1);  // none that base64 needs: it will not decode
        }
        text.remove_prefix(end + 1);
    }
    return out;
}

/// What stands between `open` and the next `close`, behind it; nothing where they do not.
std::optional<std::string_view> between(std::string_view text, std::string_view open,
                                        std::string_view close) {
    const std::size_t start = text.find(open);
    if (start == text.npos) return std::nullopt;
    text.remove_prefix(start + open.size());
    const std::size_t end = text.find(close);
    if (end == text.npos) return std::nullopt;
    return text.substr(0, end);
}

}  // namespace

std::optional<Preferences> parse_preferences(std::string_view xml) {
    const auto map = between(xml, "<map>", "</map>");
    if (!map) return std::nullopt;
    Preferences out;
    if (const auto user = between(*map, "<string name=\"user\">", "</string>")) out.user = unescaped(*user);
    if (const auto value = between(*map, "<int name=\"selectedAccount\" value=\"", "\"")) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
        if (error == std::errc() && end == value->data() + value->size()) out.selected = number;
    }
    return out;
}

Result<User> parse_user(std::span<const std::uint8_t> record) {
    core::Cursor in(record);
    const std::uint32_t id = in.u32_le("constructor");
    const auto* const known = std::ranges::find(constructors, id, &Constructor::id);
    if (in.ok() && known == constructors.end()) {
        return fail(
            ErrorCode::unsupported_version,
            fmt::format("tgnet: the record of the user has the constructor {:08x}, which is not known", id));
    }
    if (!in.ok()) return in.failure("tgnet");
    const Head head = known->head;
    const bool empty = head == Head::empty_int || head == Head::empty_long;
    const std::uint32_t flags = empty ? 0 : in.u32_le("flags");
    if (head == Head::two_flags) (void)in.u32_le("flags");
    const bool small = head == Head::empty_int || head == Head::int_id;
    const std::size_t at = in.offset();
    User user{.id = small ? in.i32_le("user id") : in.i64_le("user id")};
    if (!core::is_user_id(*user.id)) in.reject("user id", at);
    if (!empty) user.is_bot = (flags & is_bot_flag) != 0;
    if (head == Head::long_id || head == Head::two_flags) user.is_premium = (flags & is_premium_flag) != 0;
    if (!empty) take_names(in, flags, user);
    if (!in.ok()) return in.failure("tgnet");
    return user;
}

}  // namespace tgferry::formats::tgnet
