// A bare auth key: 512 hex digits. It names no DC, so the caller does.
#include "formats/format.hpp"
#include "core/hex.hpp"

namespace tgferry::formats {
namespace {

constexpr std::size_t digits = AuthKey::size * 2;

bool detect(const Probe& probe) {
    return probe.text().size() == digits && core::decode_hex(probe.text()).has_value();
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    const auto bytes = probe.text().size() == digits ? core::decode_hex(probe.text()) : std::nullopt;
    if (!bytes) return fail(ErrorCode::damaged, "auth-key: not 512 hex digits");
    auto key = AuthKey::from(bytes->view());
    if (!key) return std::unexpected(std::move(key.error()));
    if (!options.facts.dc) {
        return fail(ErrorCode::missing_fact, "a bare auth key does not name its DC",
                    "name the home DC: --dc N (1 to 5), and --test for the test servers");
    }
    Bundle bundle{.variant = "hex", .warnings = probe.forgiven()};
    bundle.sessions.push_back(Session{.dc = *options.facts.dc, .key = std::move(*key)});
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    return Artifact{.text = core::encode_hex(what.one().key.reveal())};
}

std::optional<Resemblance> resembles(const Probe& probe) {
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
    .resembles = resembles,
};

}  // namespace tgferry::formats
