// A bare auth key. It names no DC, so the caller does. Written, and recognised without being named, are 512
// hex digits; with --from all other encodings of 256 bytes are read (encodings.hpp).
#include "formats/format.hpp"
#include "core/hex.hpp"
#include "formats/auth_key/encodings.hpp"

namespace tgferry::formats {
namespace {

constexpr std::size_t digits = AuthKey::size * 2;

bool detect(const Probe& probe) {
    return probe.text().size() == digits && core::decode_hex(probe.text()).has_value();
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    auto found = bare_key::decode(probe);
    if (!found) {
        return fail(
            ErrorCode::damaged,
            "auth-key: no 256 bytes, be it as hex digits, in base64, as a list of numbers or as they are");
    }
    auto key = AuthKey::from(found->bytes.view());
    if (!key) return std::unexpected(std::move(key.error()));
    if (!options.facts.dc) {
        return fail(ErrorCode::missing_fact, "a bare auth key does not name its DC",
                    "name the home DC: --dc N (1 to 5), and --test for the test servers");
    }
    Bundle bundle{.variant = std::string(found->encoding), .warnings = std::move(found->forgiven)};
    bundle.sessions.push_back(Session{.dc = *options.facts.dc, .key = std::move(*key)});
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    return Artifact{.text = core::encode_hex(what.one().key.reveal())};
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (const auto found = bare_key::decode(probe)) {
        return Resemblance{found->encoding == "bytes" ? 40 : 70,
                           "256 bytes, perhaps a bare auth key: --from auth-key --dc N reads it, N being the "
                           "number of its home DC"};
    }
    const std::string_view text = probe.text();
    if (text.size() < 64 || !core::decode_hex(text)) return std::nullopt;
    return Resemblance{80, std::to_string(text.size()) + " hex digits: an auth key has 512"};
}

}  // namespace

extern const Format auth_key;
constinit const Format auth_key = {
    .info = {.id = "auth-key",
             .library = "none (manual)",
             .shape = Shape::text,
             .extension = ".hex",
             .proof = "plain hexadecimal; the peers read the formats made from it",
             .summary = "the bare key as 512 hex digits; needs --dc"},
    .detect = detect,
    .read = read,
    .write = write,
    .stands_in_text = false,
    .resembles = resembles,
};

}  // namespace tgferry::formats
