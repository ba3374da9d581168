// gotgproto-string: padded standard base64 of {"Version":1,"Data":D}, where D is gotd's session file
// (data.hpp) in base64, as Go writes []byte. Some converters nest it as an object instead, which gotgproto
// itself refuses, and the first releases had gotd's members where Data is now.
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "formats/common/go_json.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/gotd/data.hpp"

namespace tgferry::formats {
namespace {

using core::Json;

/// The document inside the base64.
std::optional<core::WipedJson> document_of(const core::Base64& decoded) {
    const auto bytes = decoded.bytes.view();
    if (bytes.empty() || bytes[0] != '{') return std::nullopt;
    auto json = core::parse_json(core::as_text(bytes));
    if (!json || !json->get().is_object()) return std::nullopt;
    return json;
}

bool is_gotgproto(const Json& document) {
    if (!go::member(document, "Version")) return false;
    const Json* data = go::member(document, "Data");
    return data ? data->is_string() || data->is_object() : go::has(document, "AuthKey");
}

bool detect(const Probe& probe) {
    const auto* decoded = probe.base64();
    const auto document = decoded ? document_of(*decoded) : std::nullopt;
    return document && is_gotgproto(document->get());
}

/// gotd's data in a document that holds it, or is it.
Result<Session> read_inner(const Json& inner, std::vector<Warning>& warnings) {
    if (!go::member(inner, "Data")) return gotd::read_data(inner, warnings);
    if (auto version = gotd::check_version(inner); !version) return std::unexpected(version.error());
    const Json* data = gotd::data_of(inner);
    if (!data) return fail(ErrorCode::damaged, "the session inside has no \"Data\" with an \"AuthKey\"");
    return gotd::read_data(*data, warnings);
}

Result<Session> read_document(const Json& document, Bundle& bundle) {
    const Json* data = go::member(document, "Data");
    if (!data) {
        bundle.variant = "flat";
        return gotd::read_data(document, bundle.warnings);
    }
    if (data->is_object()) {
        bundle.variant = "nested";
        bundle.warnings.push_back(
            {"not_as_written", "Data is an object: gotgproto itself reads it only in base64"});
        return read_inner(*data, bundle.warnings);
    }
    bundle.variant = "version 1";
    go::Struct from(document);
    const SecretBytes bytes = from.bytes("Data");
    if (from.error()) return std::unexpected(*from.error());
    if (bytes.empty()) {
        return fail(ErrorCode::not_logged_in, "the string holds no session",
                    "log in with gotgproto, then export again");
    }
    std::size_t at = 0;
    const auto inner = core::parse_json(core::as_text(bytes.view()), at);
    if (!inner || !inner->get().is_object()) {
        return fail(ErrorCode::damaged, fmt::format("Data is no JSON object (at its byte {})", at));
    }
    return read_inner(inner->get(), bundle.warnings);
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const auto* decoded = probe.base64();
    if (!decoded) return fail(ErrorCode::damaged, "gotgproto-string: not base64");
    const auto document = document_of(*decoded);
    if (!document) return fail(ErrorCode::damaged, "gotgproto-string: there is no JSON object in the base64");
    if (auto version = gotd::check_version(document->get()); !version) {
        return std::unexpected(std::move(version.error()));
    }
    Bundle bundle;
    bundle.warnings = probe.forgiven(*decoded, core::Alphabet::standard, core::Padding::keep);
    auto session = read_document(document->get(), bundle);
    if (!session) {
        session.error().message = "gotgproto-string: " + session.error().message;
        return std::unexpected(std::move(session.error()));
    }
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const auto inner = gotd::write_document(what.one());
    if (!inner) return std::unexpected(inner.error());
    const SecretText data = go::base64(core::as_bytes(reveal(*inner)));
    const core::WipedJson document(Json{{"Version", 1}, {"Data", reveal(data)}});
    const SecretText text = core::dump(document.get());
    return Artifact{.text = go::base64(core::as_bytes(reveal(text)))};
}

/// "{"Version" in base64; or gotgproto's database, whose only blob is gotd's document.
std::optional<Resemblance> resembles(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (db && db->has_column("sessions", "version") && db->has_column("sessions", "data")) {
        return Resemblance{
            80, "a database of gotgproto, which is not read: have its ExportStringSession make a string"};
    }
    if (!probe.text().starts_with("eyJWZXJzaW9u")) return std::nullopt;
    return Resemblance{
        75, fmt::format("{} characters that begin like a gotgproto string, and are no JSON in base64: cut "
                        "short or damaged",
                        without_padding(probe.text()).size())};
}

}  // namespace

extern const Format gotgproto_string;
constinit const Format gotgproto_string = {
    .info = {.id = "gotgproto-string",
             .library = "gotgproto",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = gotd::carries,
             .proof = "gotgproto opens and writes it",
             .summary = "session string of gotgproto: gotd's session in base64"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
