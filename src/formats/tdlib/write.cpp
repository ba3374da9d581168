#include "formats/tdlib/write.hpp"

#include <fmt/format.h>

#include <set>

#include "core/cursor.hpp"
#include "crypto/random.hpp"
#include "formats/common/other_keys.hpp"
#include "formats/tdlib/cipher.hpp"
#include "formats/tdlib/names.hpp"
#include "formats/tdlib/rows.hpp"
#include "formats/tdlib/values.hpp"

namespace tgferry::formats::tdlib {
namespace {

/// Rows, each an event of its own, with ids that rise from 1.
class LogWriter {
  public:
    void put(std::string_view name, std::span<const std::uint8_t> value) {
        put_event(out_, ++id_, event_type::login_row, make_row(name, value).view());
    }
    void put(std::string_view name, std::string_view value) { put(name, core::as_bytes(value)); }
    void put_of_dc(std::string_view prefix, std::int32_t dc, const SecretBytes& value) {
        put(fmt::format("{}{}", prefix, dc), value.view());
    }
    void put_option(std::string_view name, std::string_view value) {
        put_event(out_, ++id_, event_type::option_row, make_row(name, core::as_bytes(value)).view());
    }
    SecretBytes finish() && { return std::move(out_).finish(); }

  private:
    core::Writer out_{2048};
    std::uint64_t id_ = 0;
};

void put_user(LogWriter& log, const User& user, std::vector<Warning>& warnings) {
    if (user.is_bot.value_or(false)) log.put(row::is_bot, "true");
    if (user.id) log.put(row::user_id, std::to_string(*user.id));
    if (user.id) return;
    warnings.push_back({"user_unknown",
                        "the user id is not known: TDLib will ask the server who is logged in when it first "
                        "opens the folder"});
}

Result<void> check_user(const User& user) {
    if (!user.id || (*user.id >= 1 && *user.id <= last_user_id)) return {};
    return fail(ErrorCode::missing_fact,
                fmt::format("the user id {} is none: TDLib would take it for another user", *user.id),
                "supply the right one: --user-id N");
}

}  // namespace

SecretBytes make_log(const Session& session, std::vector<Warning>& warnings) {
    LogWriter log;
    log.put(row::state, "ok");
    put_user(log, session.user, warnings);
    log.put(row::home_dc, std::to_string(session.dc));
    log.put_of_dc(row::key_prefix, session.dc, make_key(session.key));
    for (const DcKey& key : storable_keys(session, last_key_dc, "TDLib", warnings)) {
        log.put_of_dc(row::key_prefix, key.dc, make_key(key.key));
    }
    std::set<std::int32_t> salted;
    for (const Salt& salt : session.salts) salted.insert(salt.dc);
    for (const std::int32_t dc : salted) {
        if (dc >= 1 && dc <= last_key_dc) log.put_of_dc(row::salt_prefix, dc, make_salts(session.salts, dc));
    }
    const bool has_address = session.endpoint && session.endpoint->port != 0;
    if (has_address) log.put(row::addresses, make_address(*session.endpoint, session.dc).view());
    if (session.created) log.put_option(row::created, fmt::format("I{}", *session.created));
    return std::move(log).finish();
}

Result<Artifact> write_folder(const ToWrite& what, const WriteOptions& options) {
    if (auto available = crypto::check_available(); !available) {
        return std::unexpected(std::move(available.error()));
    }
    if (auto fitting = check_user(what.one().user); !fitting) return std::unexpected(fitting.error());
    SecretBytes salt(salt_size), iv(iv_size);
    for (SecretBytes* bytes : {&salt, &iv}) {
        auto filled = crypto::random_bytes(bytes->edit());
        if (!filled) return std::unexpected(std::move(filled.error()));
    }
    const std::string_view given = options.tdlib_key ? options.tdlib_key->reveal() : "";
    Artifact out;
    const SecretBytes log = make_log(what.one(), out.warnings);
    const LogName& name = log_names[what.one().test ? 1 : 0];
    out.files.emplace(name.file,
                      seal_log(log.view(), given.empty() ? default_key : given, salt.view(), iv.view()));
    return out;
}

}  // namespace tgferry::formats::tdlib
