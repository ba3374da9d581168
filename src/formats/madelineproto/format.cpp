// MadelineProto keeps a session in a folder; safe.php in it holds the keys. Read only: what MadelineProto
// would take for a session is its whole client, hundreds of properties that change from version to version.
#include "formats/format.hpp"
#include "formats/madelineproto/read.hpp"

namespace tgferry::formats {

extern const Format madelineproto_folder;
constinit const Format madelineproto_folder = {
    .info = {.id = "madelineproto",
             .library = "MadelineProto",
             .shape = Shape::folder,
             .can_write = false,
             .carries = {.fields = {Field::test, Field::other_keys, Field::user_id, Field::is_bot},
                         .endpoint = EndpointRule::none,
                         .test = TestRule::stored},
             .proof = "serialised by PHP from objects of the same shape; MadelineProto is in no registry",
             .summary = "MadelineProto's session folder, or the safe.php in it, read only"},
    .detect = madelineproto::detect,
    .read = madelineproto::read,
    .write = nullptr,
};

}  // namespace tgferry::formats
