#include "formats/common/pyrogram_record.hpp"

#include <fmt/format.h>

#include <tgferry/dc.hpp>

#include "core/cursor.hpp"
#include "core/ranges.hpp"
#include "core/writer.hpp"
#include "formats/common/pyrogram_placeholders.hpp"

namespace tgferry::formats::pyrogram {
namespace {

/// The layout without an API id is no longer written, and ids were below this while it was. It tells those
/// records from others of the same size.
constexpr std::uint64_t old_user_id_limit = std::uint64_t{1} << 41;

struct Record {
    std::uint8_t dc = 0, test = 0, bot = 0;
    std::uint32_t api_id = 0;
    std::uint64_t user_id = 0;
    std::span<const std::uint8_t> key;
};

Record take_apart(std::span<const std::uint8_t> record) noexcept {
    core::Cursor in(record);
    Record r;
    r.dc = in.u8("DC id");
    if (record.size() == size_api) r.api_id = in.u32_be("API id");
    r.test = in.u8("test flag");
    r.key = in.take(AuthKey::size, "auth key");
    r.user_id = record.size() == size_32 ? in.u32_be("user id") : in.u64_be("user id");
    r.bot = in.u8("bot flag");
    return r;
}

}  // namespace

bool is_plausible(std::uint8_t dc, std::uint8_t test, std::uint64_t user_id, std::uint8_t bot) noexcept {
    return core::is_dc(dc) && test <= 1 && bot <= 1 && user_id <= core::last_user_id;
}

bool is_plausible_record(std::span<const std::uint8_t> record) noexcept {
    const Record r = take_apart(record);
    if (!is_plausible(r.dc, r.test, r.user_id, r.bot)) return false;
    return record.size() == size_api || (is_known_dc(r.dc, false) && r.user_id < old_user_id_limit);
}

Result<Session> read_record(std::span<const std::uint8_t> record, std::vector<Warning>& warnings) {
    const Record r = take_apart(record);
    auto key = AuthKey::from(r.key);
    if (!key) return std::unexpected(std::move(key.error()));
    if (r.test > 1 || r.bot > 1) {
        warnings.push_back({"odd_flag", "a flag is neither 0 nor 1; Pyrogram takes it for 1"});
    }
    Session session{.dc = r.dc, .key = std::move(*key), .test = r.test != 0};
    session.user.is_bot = r.bot != 0;
    const bool id_fits = r.user_id <= INT64_MAX;
    session.user.id = known_user_id(id_fits ? static_cast<std::int64_t>(r.user_id) : 0, warnings);
    session.api.id = known_api_id(r.api_id);
    return session;
}

Result<SecretText> write_string(const Session& session, std::string_view format) {
    if (auto writable = check_user_id(session.user, format); !writable) {
        return std::unexpected(std::move(writable.error()));
    }
    core::Writer out(size_api);
    out.u8(static_cast<std::uint8_t>(session.dc));
    out.u32_be(static_cast<std::uint32_t>(*session.api.id));
    out.u8(session.test ? 1 : 0);
    out.bytes(session.key.reveal());
    out.u64_be(static_cast<std::uint64_t>(*session.user.id));
    out.u8(*session.user.is_bot ? 1 : 0);
    return core::encode_base64(out.view(), core::Alphabet::url, core::Padding::strip);
}

}  // namespace tgferry::formats::pyrogram
