// grammers-file: the session file of grammers (Rust) before it was a database.
#include "formats/common/one_file.hpp"
#include "formats/format.hpp"
#include "formats/grammers/first_text.hpp"
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
    return one_file(grammers::write_tl_file(what.one()));
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
                         .test = TestRule::by_address},
             .proof = "grammers-session 0.7 and 0.8 open and write it",
             .summary = "binary session of grammers before 0.8's SQLite; reads the text of 0.1 as well"},
    .detect = detect,
    .read = read,
    .write = write,
};

}  // namespace tgferry::formats
