#include "formats/tdlib/account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/decimal.hpp"
#include "core/ranges.hpp"
#include "formats/tdlib/names.hpp"
#include "formats/tdlib/rows.hpp"
#include "formats/tdlib/values.hpp"

namespace tgferry::formats::tdlib {
namespace {

/// The DC that a row like auth2 is of; nothing for other rows.
std::optional<std::int32_t> dc_of(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    const auto dc = core::parse_decimal(name);
    if (!dc || *dc < 1 || *dc > last_key_dc) return std::nullopt;
    return static_cast<std::int32_t>(*dc);
}

class AccountReader {
  public:
    AccountReader(Log& log, const std::string& file)
        : log_(log), tables_(tables_of(log.replayed)), file_(file) {}

    Result<Session> run(bool test) {
        warn_of_damage();
        if (auto logged_in = check_state(); !logged_in) return std::unexpected(logged_in.error());
        const std::int64_t dc = number_of(tables_.login, row::home_dc).value_or(1);
        if (!core::is_dc(dc)) return nobody(fmt::format("the home DC is {}, which is none", dc));
        const auto home = static_cast<std::int32_t>(dc);
        auto key = home_key(home);
        if (!key) return std::unexpected(std::move(key.error()));
        Session session{.dc = home, .key = std::move(*key), .test = test};
        session.other_keys = other_keys(home);
        session.salts = salts();
        if (const auto list = tables_.login.find(row::addresses); list != tables_.login.end()) {
            session.endpoint = parse_address(list->second, home);
        }
        session.user.id = user_id();
        session.user.is_bot = text_of(tables_.login, row::is_bot) == "true";
        session.created = created();
        return session;
    }

  private:
    void warn(std::string code, std::string message) {
        log_.warnings.push_back({std::move(code), std::move(message)});
    }

    void warn_of_damage() {
        if (const auto& damage = log_.replayed.damage) {
            warn("log_damaged", fmt::format("the log is damaged at byte {} ({}); what stands before that was "
                                            "read. TDLib would cut it off there",
                                            damage->at, damage->what));
        }
        if (tables_.bad_row) {
            warn("row_damaged", fmt::format("a row of the log cannot be read and was passed over: byte {}",
                                            *tables_.bad_row));
        }
    }

    /// Nobody is logged in, as far as the log goes.
    [[nodiscard]] std::unexpected<Error> nobody(std::string message) const {
        if (const auto& damage = log_.replayed.damage) {
            return std::unexpected(Error{
                .code = ErrorCode::damaged,
                .message =
                    fmt::format("tdlib: {}, and what stood after it is lost: {}", damage->what, message),
                .file = file_,
                .offset = damage->at,
                .hint = "take an earlier copy of the folder; TDLib itself would log out of this one and "
                        "delete it"});
        }
        return std::unexpected(Error{.code = ErrorCode::not_logged_in,
                                     .message = "tdlib: " + std::move(message),
                                     .file = file_,
                                     .hint = "log in with the application, then convert again"});
    }

    [[nodiscard]] Result<void> check_state() const {
        const auto state = text_of(tables_.login, row::state);
        if (state == "ok") return {};
        if (state == "logout" || state == "destroy") return nobody("the account was being logged out");
        return nobody("nobody is logged in");
    }

    Result<AuthKey> home_key(std::int32_t dc) {
        const auto value = tables_.login.find(fmt::format("{}{}", row::key_prefix, dc));
        if (value == tables_.login.end() || value->second.empty()) {
            return nobody(fmt::format("the log holds no key of its home DC {}", dc));
        }
        auto stored = parse_key(value->second);
        if (!stored) return pass_on(std::move(stored.error()), fmt::format("{}, auth{}", file_, dc));
        if (!stored->logged_in) {
            return nobody(fmt::format("the key of the home DC {} is not one of a logged-in account", dc));
        }
        if (!stored->own_id) {
            warn("key_id_mismatch",
                 fmt::format("the key of DC {} has another id beside it than its own", dc));
        }
        return std::move(stored->key);
    }

    /// Those of a logged-in account; TDLib keeps unused ones too.
    std::vector<DcKey> other_keys(std::int32_t home) {
        std::vector<DcKey> keys;
        for (const auto& [name, value] : tables_.login) {
            const auto dc = dc_of(name, row::key_prefix);
            if (!dc || *dc == home || value.empty()) continue;
            auto stored = parse_key(value);
            if (!stored) {
                warn("key_damaged", fmt::format("the key of DC {} cannot be read and was passed over: {}",
                                                *dc, stored.error().message));
            } else if (stored->logged_in) {
                keys.push_back({*dc, std::move(stored->key)});
            }
        }
        std::ranges::sort(keys, {}, &DcKey::dc);
        return keys;
    }

    std::vector<Salt> salts() {
        std::map<std::int32_t, std::vector<Salt>> of_dcs;
        for (const auto& [name, value] : tables_.login) {
            const auto dc = dc_of(name, row::salt_prefix);
            if (!dc || value.empty()) continue;
            if (auto some = parse_salts(value, *dc)) {
                of_dcs[*dc] = std::move(*some);
            } else {
                warn("salts_ignored",
                     fmt::format("the salts of DC {} cannot be read and were passed over", *dc));
            }
        }
        std::vector<Salt> all;
        for (const auto& [dc, some] : of_dcs) all.insert(all.end(), some.begin(), some.end());
        return all;
    }

    /// Read as TDLib does: what is no user's id may be one behind five characters.
    [[nodiscard]] std::optional<std::int64_t> user_id() const {
        constexpr std::size_t old_prefix = 5;
        const auto text = text_of(tables_.login, row::user_id);
        if (!text) return std::nullopt;
        for (const std::size_t prefix : {std::size_t{0}, std::min(old_prefix, text->size())}) {
            const auto id = core::parse_decimal(text->substr(prefix));
            if (id && *id >= 1 && *id <= last_user_id) return id;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::int64_t> created() const {
        auto text = text_of(tables_.options, row::created);
        if (!text || !text->starts_with('I')) return std::nullopt;
        text->remove_prefix(1);
        const auto date = core::parse_decimal(*text);
        return date && *date > 0 ? date : std::nullopt;
    }

    Log& log_;
    Tables tables_;
    const std::string& file_;
};

}  // namespace

Result<Session> session_of(Log& log, const std::string& file, bool test) {
    return AccountReader(log, file).run(test);
}

}  // namespace tgferry::formats::tdlib
