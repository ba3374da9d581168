#include "formats/mtcute/values.hpp"

#include "core/ranges.hpp"
#include "formats/common/peer_rows.hpp"

namespace tgferry::formats::mtcute {
namespace {

constexpr std::int32_t user_version = 1;
constexpr std::uint32_t flag_bot = 1;
constexpr std::uint32_t flag_usernames = 2;
constexpr std::uint32_t flag_premium = 4;
constexpr std::uint32_t tl_vector = 0x1cb5c415;
constexpr std::uint32_t tl_future_salt = 0x0949d9dc;

bool fits_date(std::int64_t date) {
    return date >= 0 && date <= INT32_MAX;
}

}  // namespace

Result<std::optional<User>> read_current_user(std::span<const std::uint8_t> value) {
    core::Cursor in(value);
    const std::int32_t version = in.i32_le("version");
    if (in.ok() && version != user_version) return std::nullopt;
    const std::uint32_t flags = in.u32_le("flags");
    const std::size_t id_at = in.offset();
    User user;
    user.id = in.i64_le("user id");
    if (in.ok() && !core::is_user_id(*user.id)) in.reject("user id", id_at);
    user.is_bot = (flags & flag_bot) != 0;
    if (flags & flag_premium) user.is_premium = true;
    if (flags & flag_usernames) {
        const std::int32_t count = in.i32_le("count of usernames");
        for (std::int32_t i = 0; in.ok() && i < count; ++i) {
            const auto name = core::as_text(in.tl_bytes("username"));
            if (in.ok() && !name.empty()) user.usernames.emplace_back(name);
        }
    }
    if (!in.ok()) return in.failure("mtcute-sqlite: current_user");
    return user;
}

SecretBytes write_current_user(const User& user) {
    core::Writer out(64);
    out.i32_le(user_version);
    out.u32_le((*user.is_bot ? flag_bot : 0) | (user.usernames.empty() ? 0 : flag_usernames));
    out.i64_le(*user.id);
    if (!user.usernames.empty()) {
        out.i32_le(static_cast<std::int32_t>(user.usernames.size()));
        for (const std::string& name : user.usernames) out.tl_bytes(core::as_bytes(lower_case(name)));
    }
    return std::move(out).finish();
}

Result<void> read_salts(std::span<const std::uint8_t> value, std::int32_t dc, std::vector<Salt>& salts) {
    core::Cursor in(value);
    if (in.u32_le("vector") != tl_vector) in.reject("vector", 0);
    const std::int32_t count = in.i32_le("count of salts");
    for (std::int32_t i = 0; in.ok() && i < count; ++i) {
        const std::size_t at = in.offset();
        if (in.u32_le("salt") != tl_future_salt) in.reject("salt", at);
        const Salt salt{dc, in.i32_le("date"), in.i32_le("date"), in.i64_le("salt")};
        if (in.ok()) salts.push_back(salt);
    }
    if (!in.ok()) return in.failure("mtcute-sqlite: salts");
    return {};
}

Result<SecretBytes> write_salts(std::span<const Salt> salts) {
    core::Writer out(8 + 20 * salts.size());
    out.u32_le(tl_vector);
    out.i32_le(static_cast<std::int32_t>(salts.size()));
    for (const Salt& salt : salts) {
        if (!fits_date(salt.valid_since) || !fits_date(salt.valid_until)) {
            return fail(ErrorCode::invalid_argument, "a salt is valid at a date that no server gives out",
                        "correct or remove salts in a tgferry-json copy of the session");
        }
        out.u32_le(tl_future_salt);
        out.i32_le(static_cast<std::int32_t>(salt.valid_since));
        out.i32_le(static_cast<std::int32_t>(salt.valid_until));
        out.i64_le(salt.salt);
    }
    return std::move(out).finish();
}

std::optional<std::int32_t> read_i32(std::span<const std::uint8_t> value) {
    core::Cursor in(value);
    const std::int32_t number = in.i32_le("number");
    return in.ok() ? std::optional(number) : std::nullopt;
}

SecretBytes write_i32(std::int32_t value) {
    core::Writer out(4);
    out.i32_le(value);
    return std::move(out).finish();
}

}  // namespace tgferry::formats::mtcute
