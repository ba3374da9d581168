// GramJS (and teleproto) StoreSession: a folder with one file per key, named NAME DIVIDER KEY and escaped as
// node-localstorage does, holding JSON.
//
//   authKey        {"type":"Buffer","data":[256 numbers]}, or the text undefined when it was cleared
//   dcId, port     numbers
//   serverAddress  a string
//   testServers    true for the test servers (teleproto)
//   dcAuthKeys     {"5": a key as authKey is, ...}: the keys of other DCs (teleproto)
//   MARKED ID      an entity (entity.hpp)
//
// GramJS finds its files by the session's name, which is also the folder's. A renamed folder is empty to
// GramJS; here the name is taken from the files. Values that are no JSON count as plain text, as in GramJS's
// store2.
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "formats/common/other_keys.hpp"
#include "formats/common/storage_name.hpp"
#include "formats/common/text_address.hpp"
#include "formats/gramjs/entity.hpp"
#include "formats/gramjs/store.hpp"

namespace tgferry::formats {
namespace {

using core::Json;

bool detect(const Probe& probe) {
    return probe.input().is_folder() && !gramjs::prefixes_of(gramjs::keys_of(probe.input())).empty();
}

SecretBytes file_content(std::string_view text) {
    return SecretBytes(core::as_bytes(text));
}

void put_key(core::Writer& out, const AuthKey& key) {
    out.text("{\"type\":\"Buffer\",\"data\":");
    char separator = '[';
    for (const std::uint8_t byte : key.reveal()) {
        out.u8(static_cast<std::uint8_t>(separator));
        if (byte >= 100) out.u8(static_cast<std::uint8_t>('0' + byte / 100));
        if (byte >= 10) out.u8(static_cast<std::uint8_t>('0' + byte / 10 % 10));
        out.u8(static_cast<std::uint8_t>('0' + byte % 10));
        separator = ',';
    }
    out.text("]}");
}

SecretBytes key_content(const AuthKey& key) {
    core::Writer out(1024);
    put_key(out, key);
    return std::move(out).finish();
}

SecretBytes other_keys_content(const std::vector<DcKey>& keys) {
    core::Writer out(1024);
    char separator = '{';
    for (const DcKey& other : keys) {
        out.u8(static_cast<std::uint8_t>(separator));
        out.text(fmt::format("\"{}\":", other.dc));
        put_key(out, other.key);
        separator = ',';
    }
    out.text("}");
    return std::move(out).finish();
}

/// Name and divider in front of every key. Errors: invalid_argument for a name that GramJS refuses.
Result<std::string> prefix_for(const std::string& name) {
    if (name == "session") {
        return fail(ErrorCode::invalid_argument, "GramJS refuses the session name \"session\"",
                    "choose another name for the folder");
    }
    if (!storage_file_name(name)) {
        return fail(ErrorCode::invalid_argument, "the session's name is not valid UTF-8, which GramJS needs",
                    "choose another name for the folder");
    }
    return (name.empty() ? "account" : name) + ":";
}

Result<void> check_writable(const Session& session) {
    if (!is_address_text(session.endpoint->host) || session.endpoint->port == 0) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("gramjs-store cannot hold the address \"{}\" port {}", session.endpoint->host,
                                session.endpoint->port),
                    "give another one: --host ADDRESS --port N");
    }
    return {};
}

Result<Artifact> write(const ToWrite& what, const WriteOptions& options) {
    const Session& session = what.one();
    const auto prefix = prefix_for(options.name);
    if (!prefix) return std::unexpected(prefix.error());
    if (auto writable = check_writable(session); !writable)
        return std::unexpected(std::move(writable.error()));
    Artifact artifact;
    const auto put = [&](std::string_view key, SecretBytes content) {
        artifact.files.emplace(*storage_file_name(*prefix + std::string(key)), std::move(content));
    };
    put(gramjs::auth_key_name, key_content(session.key));
    put(gramjs::dc_name, file_content(std::to_string(session.dc)));
    put(gramjs::port_name, file_content(std::to_string(session.endpoint->port)));
    put(gramjs::address_name, file_content(reveal(core::dump(Json(session.endpoint->host)))));
    if (session.test) put(gramjs::test_name, file_content("true"));
    const auto others = storable_keys(session, 255, "teleproto", artifact.warnings);
    if (!others.empty()) put(gramjs::other_keys_name, other_keys_content(others));
    for (const Peer& peer : session.peers) {
        const auto id = gramjs::marked_id(peer);
        if (!id) {
            artifact.warnings.push_back({"peers_dropped", id.error().message + "; it was left out"});
            continue;
        }
        put(*id, file_content(reveal(core::dump(gramjs::entity_row(peer, *id)))));
    }
    return artifact;
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const Json* json = probe.json();
    if (!json || core::text_member(*json, "type") != "Buffer") return std::nullopt;
    const Json* data = core::member(*json, "data");
    if (!data || !data->is_array()) return std::nullopt;
    return Resemblance{
        80, fmt::format("a JSON Buffer of {} bytes, as GramJS keeps its auth key: name the folder that "
                        "the file lies in",
                        data->size())};
}

}  // namespace

extern const Format gramjs_store;
constinit const Format gramjs_store = {
    .info = {.id = "gramjs-store",
             .library = "GramJS, teleproto",
             .shape = Shape::folder,
             .carries = {.fields = {Field::endpoint, Field::test, Field::other_keys, Field::peers,
                                    Field::peer_username, Field::peer_phones, Field::peer_names,
                                    Field::peer_dates},
                         .needs = {Field::endpoint},
                         .endpoint = EndpointRule::any,
                         .test = TestRule::stored},
             .proof = "GramJS and teleproto open and write it",
             .summary = "StoreSession folder of GramJS, with its entities"},
    .detect = detect,
    .read = gramjs::read_store,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
