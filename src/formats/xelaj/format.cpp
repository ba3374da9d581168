// xelaj: the session file of github.com/xelaj/mtproto. Read only: the project rests, and names no DC in its
// file.
//
//   {"key": BASE64 of 256 bytes, "hash": BASE64 of the key id, "salt": BASE64 of 8 bytes, "hostname":
//   "host:port"}
#include <fmt/format.h>

#include <algorithm>
#include <tgferry/dc.hpp>

#include "core/cursor.hpp"
#include "crypto/digest.hpp"
#include "formats/common/go_json.hpp"
#include "formats/common/host_port.hpp"
#include "formats/common/key_id_bytes.hpp"
#include "formats/common/text_address.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

bool detect(const Probe& probe) {
    const core::Json* json = probe.json();
    return json && go::has(*json, "key") && go::has(*json, "hash") && go::has(*json, "salt") &&
           go::has(*json, "hostname");
}

/// The key id, which the file holds beside the key; older files hold all of SHA1(key).
Result<void> check_hash(std::span<const std::uint8_t> hash, const AuthKey& key,
                        std::vector<Warning>& warnings) {
    if (hash.empty()) {
        warnings.push_back({"hash_missing", "the file lacks the id of its key"});
        return {};
    }
    if (std::ranges::equal(hash, key_id_bytes(key)) || std::ranges::equal(hash, crypto::sha1({key.reveal()})))
        return {};
    return fail(ErrorCode::damaged, "xelaj: the hash is not that of the key: one of them is damaged",
                "use an undamaged copy");
}

Result<Session> session_of(const core::Json& json, const Facts& facts, std::vector<Warning>& warnings) {
    go::Struct file(json);
    const SecretBytes bytes = file.bytes("key"), hash = file.bytes("hash"), salt = file.bytes("salt");
    const std::string address = file.text("hostname");
    if (file.error()) return std::unexpected(*file.error());
    if (bytes.empty()) {
        return fail(ErrorCode::not_logged_in,
                    "xelaj: the file holds no auth key: nobody is logged in with it",
                    "log in with its library first, or use the file of an account that is logged in");
    }
    auto key = AuthKey::from(bytes.view());
    if (!key) return std::unexpected(std::move(key.error()));
    if (auto checked = check_hash(hash.view(), *key, warnings); !checked)
        return std::unexpected(std::move(checked.error()));
    Session session{.dc = 0, .key = std::move(*key), .endpoint = split_host_port(address)};
    if (session.endpoint) {
        doubt_address(*session.endpoint, warnings);
    } else if (!address.empty()) {
        warnings.push_back(
            {"odd_address", fmt::format("the address \"{}\" is none and was ignored", address)});
    }
    // The DC itself is concluded from the address by whoever settles what a source leaves open.
    const auto guess = session.endpoint ? guess_dc(session.endpoint->host) : std::nullopt;
    const std::int32_t salt_dc = facts.dc.value_or(guess ? guess->dc : 0);
    if (salt.size() == sizeof(std::int64_t) && salt_dc != 0) {
        session.salts.push_back({.dc = salt_dc, .salt = core::Cursor(salt.view()).i64_le("salt")});
    }
    return session;
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    const core::Json* json = probe.json();
    if (!json) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "xelaj: not a JSON object",
                                     .offset = probe.json_error_at()});
    }
    Bundle bundle{.variant = "session file"};
    auto session = session_of(*json, options.facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace

extern const Format xelaj;
constinit const Format xelaj = {
    .info = {.id = "xelaj",
             .library = "xelaj/mtproto",
             .shape = Shape::text,
             .can_write = false,
             .extension = ".json",
             .carries = {.fields = {Field::endpoint, Field::test, Field::salts},
                         .endpoint = EndpointRule::any,
                         .test = TestRule::by_address},
             .proof = "a file that the library's own loader wrote",
             .summary = "session file of the Go library xelaj/mtproto, read only"},
    .detect = detect,
    .read = read,
    .write = nullptr,
    .stands_in_text = false,
};

}  // namespace tgferry::formats
