// TDLib's database directory: of its files, the log td.binlog (td_test.binlog for the test servers) holds the
// login. The SQLite databases beside it hold none.
//
//   td.binlog    events one behind the other, usually encrypted       event.hpp, cipher.hpp
//                played from front to back, they leave rows           replay.hpp, rows.hpp
//                auth, my_id, main_dc_id, auth2 ...                   names.hpp, values.hpp
//
// The layout is that of TDLib's source (td/db/binlog, td/db/BinlogKeyValue.h, td/telegram), 1.8.
#include "formats/tdlib/names.hpp"
#include "formats/tdlib/read.hpp"
#include "formats/tdlib/write.hpp"

namespace tgferry::formats {
extern const Format tdlib_folder;
constinit const Format tdlib_folder = {
    .info =
        {.id = "tdlib",
         .library = "TDLib",
         .shape = Shape::folder,
         .carries = {.fields = {Field::endpoint, Field::test, Field::other_keys, Field::user_id,
                                Field::is_bot, Field::salts, Field::salt_dates, Field::created},
                     .needs = {Field::is_bot},
                     .endpoint = EndpointRule::ip_literal,
                     .test = TestRule::stored,
                     .last_user_id = tdlib::last_user_id,
                     .last_key_dc = tdlib::last_key_dc},
         .proof = "TDLib itself opens it, logged in, and rewrites it",
         .summary =
             "TDLib's database directory or its td.binlog alone, with or without a database encryption key"},
    .detect = tdlib::detect,
    .read = tdlib::read_folder,
    .write = tdlib::write_folder,
    .owns = tdlib::owns,
    .resembles = tdlib::resembles,
};

}  // namespace tgferry::formats
