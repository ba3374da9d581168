// Telegram for Android keeps its keys in tgnet.dat, not encrypted, and who is logged in in a file of
// preferences. Read only: the application asks for a login where anything beside the two does not fit.
//
//   files/tgnet.dat                 keys and addresses                    config.hpp
//   shared_prefs/userconfing.xml    the user                              user_record.hpp
//   where they lie, of several accounts                                   places.hpp
#include "formats/tgnet/config.hpp"
#include "formats/tgnet/read.hpp"

namespace tgferry::formats {
namespace {

std::optional<Resemblance> resembles(const Probe& probe) {
    if (probe.input().is_folder()) {
        if (!probe.input().has_member("tgnet.dat")) return std::nullopt;
        return Resemblance{90, "a folder of Telegram for Android, whose tgnet.dat is none: empty or damaged"};
    }
    if (!tgnet::looks_cut_short(probe.input().bytes())) return std::nullopt;
    return Resemblance{90, "begins like tgnet.dat of Telegram for Android, and is cut short: copy it again"};
}

}  // namespace

extern const Format tgnet_file;
constinit const Format tgnet_file = {
    .info = {.id = "tgnet",
             .library = "Telegram for Android",
             .shape = Shape::file,
             .can_write = false,
             .extension = ".dat",
             .carries = {.fields = {Field::endpoint, Field::media_endpoint, Field::test, Field::other_keys,
                                    Field::user_id, Field::is_bot, Field::is_premium, Field::phone,
                                    Field::name, Field::username, Field::salts, Field::salt_dates},
                         .endpoint = EndpointRule::ip_literal,
                         .test = TestRule::stored,
                         .several = true},
             .proof =
                 "AndroidTelePorter writes it and reads the same; a second writer in every version of the "
                 "layout; not the application",
             .summary = "tgnet.dat of Telegram for Android and its forks with userconfing.xml, read only"},
    .detect = tgnet::detect,
    .read = tgnet::read,
    .write = nullptr,
    .resembles = resembles,
};

}  // namespace tgferry::formats
