// grammers-file: the session file of grammers (Rust) before it was a database.
#include "core/ranges.hpp"
#include "formats/common/one_file.hpp"
#include "formats/common/other_keys.hpp"
#include "formats/format.hpp"
#include "formats/grammers/first_text.hpp"
#include "formats/grammers/limits.hpp"
#include "formats/grammers/tl_file.hpp"

namespace tgferry::formats {
namespace {

bool detect(const Probe& probe) {
    const auto bytes = probe.input().bytes();
    return grammers::is_tl_file(bytes) || grammers::is_first_text(bytes);
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    const auto bytes = probe.input().bytes();
    if (grammers::is_first_text(bytes)) return grammers::read_first_text(bytes, options.facts);
    return grammers::read_tl_file(bytes, options.facts);
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    std::vector<Warning> warnings;
    const auto others = storable_keys(what.one(), core::last_dc, "grammers", warnings);
    return one_file(grammers::write_tl_file(what.one(), others), std::move(warnings));
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (!grammers::is_like_first_text(probe.input().bytes())) return std::nullopt;
    return Resemblance{
        50,
        "lines of text that begin like a session of grammers 0.1: its address or its key of 512 "
        "hex digits is damaged or cut short"};
}

}  // namespace

extern const Format grammers_file;
constinit const Format grammers_file = {
    .info = {.id = "grammers-file",
             .library = "grammers 0.3 to 0.8",
             .shape = Shape::file,
             .extension = ".session",
             .carries = {.fields = {Field::endpoint, Field::test, Field::other_keys, Field::user_id,
                                    Field::is_bot, Field::update_state, Field::channel_pts},
                         .needs = {Field::endpoint, Field::user_id, Field::is_bot},
                         .endpoint = EndpointRule::ipv4,
                         .test = TestRule::by_address,
                         .last_user_id = grammers::last_user_id},
             .proof = "grammers-session 0.7 and 0.8 open and write it",
             .summary = "binary session of grammers before 0.8's SQLite; reads the text of 0.1 as well"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
