// wtelegramclient: the session file of WTelegramClient (C#), encrypted with the API hash of its owner.
#include <fmt/format.h>

#include "core/api_hash.hpp"
#include "core/cursor.hpp"
#include "core/ranges.hpp"
#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "formats/common/one_file.hpp"
#include "formats/common/other_keys.hpp"
#include "formats/format.hpp"
#include "formats/wtelegramclient/block.hpp"
#include "formats/wtelegramclient/session_text.hpp"
#include "formats/wtelegramclient/store.hpp"

namespace tgferry::formats {
namespace {

using namespace wtelegramclient;

bool detect(const Probe& probe) {
    return is_store(probe.input().bytes());
}

std::unexpected<Error> no_key() {
    return std::unexpected(
        Error{.code = ErrorCode::passcode_required,
              .message = "wtelegramclient: the file is encrypted with the API hash of its owner",
              .hint = "give the API hash: --api-hash-file, --api-hash-fd or --api-hash-env, or type it when "
                      "asked (a program that sets session_key: that key)",
              .secret = SecretKind::api_hash});
}

std::unexpected<Error> wrong_key(std::optional<std::size_t> at, std::string message) {
    return std::unexpected(Error{.code = ErrorCode::passcode_wrong,
                                 .message = "wtelegramclient: " + std::move(message),
                                 .offset = at,
                                 .hint = "give the api_hash of the program that wrote the file, or its "
                                         "session_key; without it the file cannot be opened",
                                 .secret = SecretKind::api_hash});
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    if (auto available = crypto::check_available(); !available) {
        return std::unexpected(std::move(available.error()));
    }
    const auto block = live_block(probe.input().bytes());
    if (!block) return std::unexpected(block.error());
    const auto& given = options.facts.api_hash;
    if (!given || given->empty()) {
        if (options.accept_locked) {
            return Bundle{
                .locked = true, .secret = SecretKind::api_hash, .variant = "encrypted with the API hash"};
        }
        return no_key();
    }
    const auto key = core::decode_api_hash(*given);
    if (!key) {
        return wrong_key({}, fmt::format("an API hash has 32 hex digits, a session_key 32, 48 or 64; "
                                         "{} characters were given that are none",
                                         given->size()));
    }
    const auto json = open_block(block->bytes, key->view());
    if (!json) return wrong_key(block->at, "the API hash does not open the file, or the file is damaged");
    auto bundle = parse_session(reveal(*json), options.facts, probe.budget());
    if (bundle) bundle->variant = block->has_header ? "file" : "block without a header";
    return bundle;
}

/// Random, since what a program encrypts twice with one key must differ.
struct Fresh {
    crypto::CbcIv iv{};
    std::int64_t id = 0;
};

Result<Fresh> make_fresh() {
    Fresh out;
    if (auto done = crypto::random_bytes(out.iv); !done) return std::unexpected(std::move(done.error()));
    std::array<std::uint8_t, 8> id{};
    if (auto done = crypto::random_bytes(id); !done) return std::unexpected(std::move(done.error()));
    core::Cursor in(id);
    out.id = static_cast<std::int64_t>(in.u64_le("id") >> 3 | std::uint64_t{1} << 62);  // always 19 digits
    return out;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    if (auto available = crypto::check_available(); !available) {
        return std::unexpected(std::move(available.error()));
    }
    const Session& session = what.one();
    const auto key = core::decode_api_hash(*session.api.hash);
    if (!key || core::stands_for_api_hash(*session.api.hash)) {
        return fail(ErrorCode::missing_fact, "wtelegramclient needs an API hash of 32 hex digits",
                    "give the one of your program: --api-hash-file FILE");
    }
    const auto fresh = make_fresh();
    if (!fresh) return std::unexpected(fresh.error());
    std::vector<Warning> warnings;
    const auto others = storable_keys(session, core::last_dc, "WTelegramClient", warnings);
    const SecretText json = session_text(session, others, fresh->id);
    return one_file(store_of(seal_block(reveal(json), key->view(), fresh->iv).view()), std::move(warnings));
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const auto bytes = probe.input().bytes();
    if (is_cut_store(bytes)) {
        return Resemblance{60,
                           fmt::format("{} bytes that begin like a WTelegramClient session, whose block goes "
                                       "on behind the end: cut short",
                                       bytes.size())};
    }
    if (probe.is_text() || probe.input().is_sqlite() || !may_be_block(bytes)) return std::nullopt;
    return Resemblance{20, fmt::format("{} bytes without a pattern: perhaps one block of a WTelegramClient "
                                       "session (--from wtelegramclient)",
                                       bytes.size())};
}

}  // namespace

extern const Format wtelegramclient_file;
constinit const Format wtelegramclient_file = {
    .info = {.id = "wtelegramclient",
             .library = "WTelegramClient",
             .shape = Shape::file,
             .extension = ".session",
             .carries = {.fields = {Field::endpoint, Field::test, Field::other_keys, Field::user_id,
                                    Field::api_id, Field::api_hash},
                         .needs = {Field::endpoint, Field::user_id, Field::api_id, Field::api_hash},
                         .endpoint = EndpointRule::ip_literal,
                         .test = TestRule::by_address},
             .proof = "a decoder and encoder written in Python; .NET is in no registry that tests use",
             .summary = "session file of WTelegramClient (C#); opened with the API hash"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
