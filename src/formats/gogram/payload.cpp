#include "formats/gogram/payload.hpp"

#include <fmt/format.h>

#include <string_view>

#include "core/cursor.hpp"
#include "core/decimal.hpp"
#include "formats/common/go_json.hpp"
#include "formats/common/key_id_bytes.hpp"

namespace tgferry::formats::gogram {
namespace {

constexpr std::string_view separator = ":_:", old_separator = "::";

/// The separator behind the key of an old payload; empty where there is none.
std::string_view separator_of(std::span<const std::uint8_t> payload) {
    if (payload.size() < AuthKey::size) return {};
    const auto behind = core::as_text(payload.subspan(AuthKey::size));
    if (behind.starts_with(separator)) return separator;
    return behind.starts_with(old_separator) ? old_separator : std::string_view();
}

/// The text up to the last separator, which is cut off with what follows it.
Result<std::string_view> cut_last(std::string_view& rest, std::string_view by) {
    const std::size_t at = rest.rfind(by);
    if (at == std::string_view::npos) {
        return fail(ErrorCode::damaged, "gogram-string: fewer than five parts", "use an undamaged copy");
    }
    const std::string_view part = rest.substr(at + by.size());
    rest = rest.substr(0, at);
    return part;
}

Result<std::int64_t> number_of(std::string_view text, const char* what) {
    if (const auto value = core::parse_decimal(text)) return *value;
    return fail(ErrorCode::damaged, fmt::format("gogram-string: the {} is no number", what));
}

}  // namespace

Result<Parts> read_payload(std::span<const std::uint8_t> payload) {
    std::size_t at = 0;
    const auto json = core::parse_json(core::as_text(payload), at);
    if (!json || !json->get().is_object()) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "gogram-string: what the base64 holds is no JSON object",
                                     .offset = at});
    }
    go::Struct from(json->get());
    Parts parts{from.bytes("key"), from.bytes("hash"), from.text("ip_addr"), from.integer("dc_id"),
                from.integer("app_id")};
    if (from.error()) return fail(ErrorCode::damaged, "gogram-string: " + from.error()->message);
    return parts;
}

bool is_old_payload(std::span<const std::uint8_t> payload) {
    return !separator_of(payload).empty();
}

Result<Parts> read_old_payload(std::span<const std::uint8_t> payload) {
    const std::string_view by = separator_of(payload);
    if (by.empty()) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "gogram-string: no separator behind the auth key",
                                     .offset = AuthKey::size});
    }
    std::string_view rest = core::as_text(payload.subspan(AuthKey::size + by.size()));
    const auto app_id_text = cut_last(rest, by);
    if (!app_id_text) return std::unexpected(app_id_text.error());
    const auto dc_text = cut_last(rest, by);
    if (!dc_text) return std::unexpected(dc_text.error());
    const auto app_id = number_of(*app_id_text, "app id");
    if (!app_id) return std::unexpected(app_id.error());
    const auto dc = number_of(*dc_text, "DC");
    if (!dc) return std::unexpected(dc.error());
    for (const std::size_t size : {sizeof(KeyIdBytes), sizeof(crypto::Sha1)}) {
        if (rest.size() < size || !rest.substr(size).starts_with(by)) continue;
        return Parts{SecretBytes(payload.first(AuthKey::size)),
                     SecretBytes(core::as_bytes(rest.substr(0, size))),
                     std::string(rest.substr(size + by.size())), *dc, *app_id};
    }
    return fail(ErrorCode::damaged, "gogram-string: no hash of 8 or 20 bytes behind the auth key");
}

}  // namespace tgferry::formats::gogram
