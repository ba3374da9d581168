// Telegram Desktop's tdata: a folder of encrypted files, one to six accounts, with or without a local
// passcode.
//
//   key_datas                     salt, wrapped local key, list of accounts       key_data.hpp
//   D877F783D5D3EF8Cs             account 0: user, home DC, auth keys             auth_block.hpp
//   D877F783D5D3EF8C/maps         directory of the account's other files; must be there, may be empty
//   D877F783D5D3EF8C/configs      which servers; only needed for test accounts    config.hpp
//
// The layout is that of Telegram Desktop's source (Telegram/SourceFiles/storage), 1.0 to 6.1; what 7.3 added
// (kd2.hpp) is that of opentele2 2.0.0.
#include "formats/tdata/add.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/read.hpp"
#include "formats/tdata/write.hpp"

namespace tgferry::formats {
namespace {

bool detect(const Probe& probe) {
    const auto folder = tdata::Folder::find(probe.input());
    return folder && folder->has_magic();
}

/// The files of write.hpp; whatever Telegram Desktop adds to them is its user's.
bool owns(const Probe& probe, const std::string& name) {
    const auto folder = tdata::Folder::find(probe.input());
    if (!folder) return false;
    // Each account that was written has its auth file among the members; forks have more than six.
    const auto most = static_cast<std::int32_t>(probe.input().members().size());
    for (const std::string& data_name : folder->data_names()) {
        if (name == "key_" + data_name + "s") return true;
        for (std::int32_t index = 0; index < most; ++index) {
            const std::string base = tdata::hashed_name(tdata::account_name(data_name, index));
            if (name == base + "s" || name == base + "/maps" || name == base + "/configs") return true;
        }
    }
    return false;
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (!tdata::has_magic(probe.input().bytes())) return std::nullopt;
    return Resemblance{90, "a file of Telegram Desktop: name the folder tdata that it lies in"};
}

}  // namespace

extern const Format tdata_folder;
constinit const Format tdata_folder = {
    .info = {.id = "tdata",
             .library = "Telegram Desktop",
             .shape = Shape::folder,
             .carries = {.fields = {Field::test, Field::other_keys, Field::user_id},
                         .needs = {Field::user_id},
                         .endpoint = EndpointRule::none,
                         .test = TestRule::stored,
                         .several = true,
                         .last_key_dc = 999},
             .proof = "Telegram Desktop opens and rewrites it; mtcute, opentele and gotd read it",
             .summary = "Telegram Desktop's folder, all its accounts, with or without a passcode"},
    .detect = detect,
    .read = tdata::read_folder,
    .write = tdata::write_folder,
    .add = tdata::add_to_folder,
    .owns = owns,
    .open_beside = "log.txt",
    .resembles = resembles,
};

}  // namespace tgferry::formats
