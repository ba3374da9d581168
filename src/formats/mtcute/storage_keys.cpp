#include <fmt/format.h>

#include <algorithm>

#include "formats/common/session_rows.hpp"
#include "formats/mtcute/storage.hpp"

namespace tgferry::formats::mtcute {
namespace {

/// Where mtcute starts when the storage names no DC.
constexpr std::int32_t default_dc = 2;

std::unexpected<Error> nobody(std::string message) {
    return fail(ErrorCode::not_logged_in, "mtcute-sqlite: " + std::move(message),
                "log in with mtcute first, or use the storage of an account that is logged in");
}

/// The DC to take for home where the storage names none.
std::int32_t guess_home(const std::vector<DcKey>& keys, const Facts& facts) {
    if (facts.dc) return *facts.dc;
    return keys.size() == 1 ? keys.front().dc : default_dc;
}

}  // namespace

Result<StoredKeys> read_keys(const AccountTables& own, std::vector<Warning>& warnings) {
    auto rows = own.rows("auth_keys");
    if (!rows) return std::unexpected(std::move(rows.error()));
    StoredKeys stored;
    std::size_t ignored = 0;
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        const auto dc = int32_column(row, "dc");
        const auto blob = row.blob("key");
        if (row.is_null("key") || row.text("key") == "" || (blob && blob->empty())) return;
        const bool is_dc = dc && *dc >= 1 && *dc <= last_dc;
        auto key = is_dc && blob ? AuthKey::from(*blob) : Result<AuthKey>(fail(ErrorCode::damaged, ""));
        if (key) {
            stored.keys.push_back({*dc, std::move(*key)});
        } else {
            ++ignored;
            if (dc && key.error().code == ErrorCode::damaged) stored.broken.push_back(*dc);
        }
    });
    if (!read) return std::unexpected(read.error());
    if (ignored > 0) {
        warnings.push_back({"keys_ignored", fmt::format("{} rows of auth_keys hold no auth key of 256 bytes "
                                                        "or name no DC, and were passed over",
                                                        ignored)});
    }
    std::ranges::stable_sort(stored.keys, {}, &DcKey::dc);
    return stored;
}

Result<Session> take_home(StoredKeys stored, std::optional<std::int32_t> home, const Facts& facts,
                          std::vector<Warning>& warnings) {
    std::vector<DcKey>& keys = stored.keys;
    const std::int32_t dc = home ? *home : guess_home(keys, facts);
    const auto found = std::ranges::find(keys, dc, &DcKey::dc);
    if (found == keys.end() && std::ranges::find(stored.broken, dc) != stored.broken.end()) {
        return fail(ErrorCode::damaged,
                    fmt::format("mtcute-sqlite: the auth key of the home DC {} is none of 256 bytes", dc),
                    "use a copy of an earlier day; what is left of the key is of no use");
    }
    if (keys.empty()) return nobody("the storage holds no auth key");
    if (found == keys.end())
        return nobody(fmt::format("the storage holds no auth key of its home DC {}", dc));
    if (!home) {
        warnings.push_back({"home_dc_guessed", fmt::format("the storage names no home DC; DC {} was taken "
                                                           "(--dc N names another)",
                                                           dc)});
    }
    Session session{.dc = dc, .key = std::move(found->key)};
    keys.erase(found);
    session.other_keys = std::move(keys);
    return session;
}

}  // namespace tgferry::formats::mtcute
