#include "formats/web/account.hpp"

#include <fmt/format.h>

#include <bit>

#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "core/ranges.hpp"
#include "formats/common/byte_list.hpp"
#include "formats/common/extended_json.hpp"
#include "formats/common/flags.hpp"
#include "formats/common/js_integer.hpp"

namespace tgferry::formats::web {
namespace {

using core::Json;

constexpr std::size_t key_digits = 2 * AuthKey::size, salt_digits = 16;

const Json* member(const Json& fields, std::string_view name) {
    const Json* found = core::member(fields, name);
    return found && !is_nothing(*found) ? found : nullptr;
}

/// 512 hex digits, or the list of bytes of the first builds.
Result<AuthKey> key_of(const Json& value) {
    if (!value.is_string()) {
        const auto bytes = read_byte_list(value);
        if (!bytes) return fail(ErrorCode::damaged, "the auth key " + bytes.error());
        return AuthKey::from(bytes->view());
    }
    const auto& digits = value.get_ref<const std::string&>();
    if (digits.size() != key_digits) {
        return fail(ErrorCode::damaged, fmt::format("the auth key has {} characters instead of {} hex digits",
                                                    digits.size(), key_digits));
    }
    const auto bytes = core::decode_hex(digits);
    if (!bytes) return fail(ErrorCode::damaged, "the auth key is not hexadecimal");
    return AuthKey::from(bytes->view());
}

/// The salt's bytes are in the order of the wire.
std::optional<std::int64_t> salt_of(const Json& value) {
    if (!value.is_string() || value.get_ref<const std::string&>().size() != salt_digits) return std::nullopt;
    const auto bytes = core::decode_hex(value.get_ref<const std::string&>());
    if (!bytes) return std::nullopt;
    return core::Cursor(bytes->view()).i64_le("salt");
}

class AccountReader {
  public:
    AccountReader(const StoredAccount& stored, std::vector<Warning>& warnings)
        : stored_(stored), fields_(stored.fields.get()), warnings_(warnings) {}

    Result<Session> run(const Facts& facts) {
        const auto dc = home(facts);
        if (!dc) return std::unexpected(dc.error());
        auto key = home_key(*dc);
        if (!key) return std::unexpected(std::move(key.error()));
        Session session{.dc = *dc, .key = std::move(*key), .test = is_test()};
        const auto user = user_id();
        if (!user) return std::unexpected(user.error());
        session.user.id = *user;
        read_profile(session.user);
        read_by_dc(session);
        check_fingerprint();
        if (const auto date = core::int_member(fields_, "date"); date && *date > 0) session.created = date;
        return session;
    }

  private:
    Result<std::int32_t> home(const Facts& facts) const {
        const Json* value = member(fields_, "dcId");
        const auto dc = value ? whole_number(*value) : std::optional<std::int64_t>(0);
        if (!dc || (*dc != 0 && !core::is_dc(*dc))) return damaged("dcId", "the home DC is none");
        if (*dc == 0 && facts.dc) return *facts.dc;
        if (*dc == 0) {
            return nobody("names no home DC",
                          "log in on the site, then export again; if you know the DC, name it: --dc N");
        }
        return static_cast<std::int32_t>(*dc);
    }

    Result<AuthKey> home_key(std::int32_t dc) const {
        const std::string name = dc_name(dc, auth_key);
        const Json* value = member(fields_, name);
        if (!value) {
            return nobody(fmt::format("holds no key of its home DC {}", dc),
                          "log in on the site, then export again");
        }
        auto key = key_of(*value);
        if (key) return key;
        Error error = std::move(key.error());
        error.message = fmt::format("{}.{}: {}", stored_.where, name, error.message);
        if (error.hint.empty()) error.hint = "export again: part of it was lost or changed";
        return std::unexpected(std::move(error));
    }

    Result<std::optional<std::int64_t>> user_id() const {
        const Json* value = member(fields_, "userId");
        const auto id = value ? whole_number(*value) : std::optional<std::int64_t>(0);
        if (!id || (*id != 0 && !core::is_user_id(*id))) return damaged("userId", "it is no user's id");
        if (*id != 0) return id;
        return std::nullopt;
    }

    [[nodiscard]] bool is_test() {
        const auto flag = flag_member(fields_, "isTest", warnings_);
        return stored_.place.test || flag.value_or(false);
    }

    void read_profile(User& user) {
        user.first_name = core::text_member(fields_, "firstName");
        user.last_name = core::text_member(fields_, "lastName");
        user.is_premium = flag_member(fields_, "isPremium", warnings_);
        user.phone = core::text_member(fields_, "phone");
        if (user.phone && user.phone->starts_with('+')) user.phone->erase(0, 1);
        for (auto* text : {&user.first_name, &user.last_name, &user.phone}) {
            if (*text == "") text->reset();
        }
    }

    /// The other DCs' keys and all salts: copies and stand-ins that the client replaces when they fail, so a
    /// broken one is passed over.
    void read_by_dc(Session& session) {
        for (const auto& [name, value] : fields_.items()) {
            if (is_nothing(value)) continue;
            const auto dc = dc_of(name, auth_key);
            if (dc && *dc != session.dc) {
                if (auto key = key_of(value)) {
                    session.other_keys.push_back({*dc, std::move(*key)});
                } else {
                    pass_over("key_ignored", name, key.error().message);
                }
            }
            if (const auto salt_dc = dc_of(name, server_salt)) {
                if (const auto salt = salt_of(value)) {
                    session.salts.push_back({.dc = *salt_dc, .salt = *salt});
                } else {
                    pass_over("salt_ignored", name, "it is not 16 hex digits");
                }
            }
        }
    }

    void check_fingerprint() {
        const Json* told = member(fields_, fingerprint);
        const Json* key = member(fields_, dc_name(fingerprint_dc, auth_key));
        if (!told || !told->is_string() || !key || !key->is_string()) return;
        if (key->get_ref<const std::string&>().starts_with(told->get_ref<const std::string&>())) return;
        warnings_.push_back(
            {"fingerprint_mismatch", fmt::format("{}: {} does not belong to the key of DC {}; the keys count",
                                                 stored_.where, fingerprint, fingerprint_dc)});
    }

    void pass_over(const char* code, std::string_view name, std::string_view why) {
        warnings_.push_back({code, fmt::format("{}.{} was ignored: {}", stored_.where, name, why)});
    }

    [[nodiscard]] std::unexpected<Error> damaged(std::string_view name, std::string_view what) const {
        return fail(ErrorCode::damaged, fmt::format("{}.{}: {}", stored_.where, name, what),
                    "export again: part of it was lost or changed");
    }
    [[nodiscard]] std::unexpected<Error> nobody(std::string_view what, std::string hint) const {
        return fail(ErrorCode::not_logged_in, fmt::format("{} {}", stored_.where, what), std::move(hint));
    }

    const StoredAccount& stored_;
    const Json& fields_;
    std::vector<Warning>& warnings_;
};

}  // namespace

Result<Session> read_account(const StoredAccount& stored, const Facts& facts,
                             std::vector<Warning>& warnings) {
    return AccountReader(stored, warnings).run(facts);
}

}  // namespace tgferry::formats::web
