#include "formats/tdata/account_files.hpp"

#include <fmt/format.h>

#include "formats/common/other_keys.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/container.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::int64_t last_user_id = (std::int64_t{1} << 48) - 1;
constexpr std::int64_t last_narrow_user_id = INT32_MAX;
constexpr std::int32_t last_key_dc = 999;

/// The session as it is stored: each DC once.
Session with_plain_keys(const Session& session, std::vector<Warning>& warnings) {
    Session out{.dc = session.dc, .key = session.key};
    out.user.id = session.user.id;
    out.other_keys = storable_keys(session, last_key_dc, "Telegram Desktop", warnings);
    return out;
}

Result<void> put_sealed(FileMap& files, std::string name, const SecretBytes& payload, const LocalKey& key,
                        std::int32_t version, Random random) {
    const auto blob = seal_blob(key, payload.view(), random);
    if (!blob) return std::unexpected(blob.error());
    core::Writer body(blob->size() + 4);
    put_array(body, blob->view());
    files.insert_or_assign(std::move(name), make_container(version, body.view()));
    return {};
}

/// Without a map Telegram Desktop does not look at the auth file. An empty one is enough.
Result<void> put_map(FileMap& files, std::string name, const LocalKey& key, std::int32_t version,
                     Random random) {
    const auto blob = seal_blob(key, {}, random);
    if (!blob) return std::unexpected(blob.error());
    core::Writer body;
    put_null_array(body);  // salt and key of the layout before 2.1.14
    put_null_array(body);
    put_array(body, blob->view());
    files.insert_or_assign(std::move(name), make_container(version, body.view()));
    return {};
}

}  // namespace

Result<void> check_account(const Session& session) {
    const std::int64_t id = session.user.id.value_or(0);
    if (id < 1 || id > last_user_id) {
        return fail(
            ErrorCode::missing_fact,
            fmt::format("tdata needs the user's id, and {} is none: with a wrong one Telegram Desktop may "
                        "destroy the key",
                        id),
            "supply it: --user-id N");
    }
    const std::int32_t last_dc = session.test ? 3 : 5;
    if (session.dc < 1 || session.dc > last_dc) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("tdata needs the key of the home DC, and DC {} is none that accounts live on",
                                session.dc),
                    fmt::format("name the home DC: --dc N (1 to {})", last_dc));
    }
    return {};
}

bool fits(const Session& session, IdForm form) {
    return session.user.id.value_or(0) <= (form == IdForm::narrow ? last_narrow_user_id : last_user_id);
}

bool same_account(const Session& a, const Session& b) {
    return a.user.id && a.user.id == b.user.id && a.test == b.test;
}

Result<void> put_account(FileMap& files, const Session& session, std::string_view account_name,
                         const LocalKey& key, Stamp stamp, Random random, bool config,
                         std::vector<Warning>& warnings) {
    const std::string name = hashed_name(account_name);
    const SecretBytes account = make_account(with_plain_keys(session, warnings), stamp.form);
    auto done = put_sealed(files, name + "s", account, key, stamp.version, random);
    if (done) done = put_map(files, name + "/maps", key, stamp.version, random);
    if (done && (session.test || config)) {
        const auto environment = session.test ? Environment::test : Environment::production;
        done = put_sealed(files, name + "/configs", make_config(environment), key, stamp.version, random);
    }
    return done;
}

}  // namespace tgferry::formats::tdata
