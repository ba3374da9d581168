// mtkruto-store: the folder of StorageLocalStorage in Node.js, written as MTKruto 0.90 and newer keep it.
// What older ones wrote is invisible to those, and the newest is what a new client is made with.
#include "formats/mtkruto/store.hpp"

#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/storage_name.hpp"
#include "formats/mtkruto/codec.hpp"
#include "formats/mtkruto/identity.hpp"
#include "formats/mtkruto/updates.hpp"

namespace tgferry::formats {
namespace {

using mtkruto::append_item;
using mtkruto::Codec;
using mtkruto::Kind;

constexpr std::string_view prefix = "main";

bool detect(const Probe& probe) {
    return !mtkruto::prefixes_of(mtkruto::entries_of(probe)).empty();
}

/// A member of an object: an array of its name and its value.
void put_member(core::Writer& out, std::string_view name, Kind kind, std::string_view content) {
    core::Writer pair(64 + content.size());
    append_item(pair, Kind::text, name);
    append_item(pair, kind, content);
    append_item(out, Kind::array, core::as_text(pair.view()));
}

SecretBytes auth_value(const Session& session) {
    const SecretText key =
        core::encode_base64(session.key.reveal(), core::Alphabet::standard, core::Padding::keep);
    core::Writer out(512);
    out.u8('7');
    put_member(out, "apiId", Kind::number, std::to_string(*session.api.id));
    put_member(out, "authKey", Kind::bytes, reveal(key));
    put_member(out, "dc", Kind::text, mtkruto::dc_name(session.dc, session.test));
    put_member(out, "isBot", Kind::boolean, *session.user.is_bot ? "1" : "0");
    put_member(out, "userId", Kind::number, std::to_string(*session.user.id));
    return std::move(out).finish();
}

SecretBytes state_value(const UpdateState& state) {
    const SecretBytes encoded = mtkruto::write_state(state);
    const SecretText text =
        core::encode_base64(encoded.view(), core::Alphabet::standard, core::Padding::keep);
    core::Writer out(64);
    out.u8('6');
    append_item(out, Kind::text, "updates.state");
    append_item(out, Kind::bytes, reveal(text));
    return std::move(out).finish();
}

SecretBytes plain_value(std::string_view text) {
    return SecretBytes(core::as_bytes(text));
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    if (auto writable = mtkruto::check_writable(session, "mtkruto-store"); !writable)
        return std::unexpected(std::move(writable.error()));
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    Artifact artifact;
    const auto put = [&](std::initializer_list<std::string_view> key, SecretBytes value) {
        const std::string text = std::string(prefix) + mtkruto::key_text(key, Codec::current);
        artifact.files.emplace(*storage_file_name(text), std::move(value));
    };
    put({"2auth"}, auth_value(session));
    if (session.user.is_premium)
        put({"2auth.isPremium"}, plain_value(*session.user.is_premium ? "01" : "00"));
    for (const auto& [id, pts] : *channels) {
        put({"2channelPts", fmt::format("3{}", id)}, plain_value(fmt::format("1{}", pts)));
    }
    if (session.update_state) {
        if (session.update_state->date < 0 || session.update_state->date > INT32_MAX) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("the update state has the date {}, which no server gives out",
                                    session.update_state->date));
        }
        put({"2updates.state"}, state_value(*session.update_state));
    }
    return artifact;
}

/// Deno's own database: its values are V8's serialisation of whatever a program keeps.
bool is_deno_kv(const io::SqliteReader& db) {
    return db.has_column("kv", "k") && db.has_column("kv", "v_encoding") && db.has_table("data_version");
}

/// A store that is not read, and one file of the folder by itself: the login, in either text.
std::optional<Resemblance> resembles(const Probe& probe) {
    if (const auto* db = probe.sqlite(); db && is_deno_kv(*db)) {
        return Resemblance{
            90,
            "Deno's key-value store, as MTKruto's StorageDenoKV keeps it, which is not read: let "
            "MTKruto give its auth string (client.exportAuthString()) and convert that"};
    }
    const std::string_view text = core::as_text(probe.input().bytes());
    if (!text.starts_with("713\n66\n2apiId") && !text.starts_with("7611\n25\napiId")) return std::nullopt;
    return Resemblance{80,
                       "the entry in which MTKruto keeps its login: name the folder that the file lies in"};
}

}  // namespace

extern const Format mtkruto_store;
constinit const Format mtkruto_store = {
    .info = {.id = "mtkruto-store",
             .library = "MTKruto",
             .shape = Shape::folder,
             .carries = {.fields = {Field::test, Field::user_id, Field::is_bot, Field::is_premium,
                                    Field::api_id, Field::update_state, Field::channel_pts},
                         .needs = {Field::user_id, Field::is_bot, Field::api_id},
                         .test = TestRule::stored},
             .proof = "vectors made with MTKruto itself; node-localstorage opens the folder",
             .summary =
                 "local storage folder of MTKruto, or a browser's localStorage as JSON; written for 0.90"},
    .detect = detect,
    .read = mtkruto::read_store,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
