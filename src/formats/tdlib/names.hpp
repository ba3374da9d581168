// The names in a TDLib folder and in the tables of its log.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tgferry::formats::tdlib {

/// A log of the production servers or of the test servers; the name alone tells them apart. TDLib opens one
/// of them at a time, and takes `renamed` where it was killed between writing the new one and renaming it.
struct LogName {
    std::string_view file, renamed;
    bool test = false;
};
inline constexpr std::array<LogName, 2> log_names = {
    LogName{"td.binlog", "td.binlog.new", false},
    LogName{"td_test.binlog", "td_test.binlog.new", true},
};

/// Rows of the login.
namespace row {
inline constexpr std::string_view state = "auth";          ///< "ok" while somebody is logged in
inline constexpr std::string_view is_bot = "auth_is_bot";  ///< "true", or absent
inline constexpr std::string_view user_id = "my_id";
inline constexpr std::string_view home_dc = "main_dc_id";  ///< 1 where absent
inline constexpr std::string_view key_prefix = "auth";     ///< and the DC's number
inline constexpr std::string_view salt_prefix = "salt";    ///< the same
inline constexpr std::string_view addresses = "dc_options";
/// An option: "I" and unix seconds.
inline constexpr std::string_view created = "authorization_date";
}  // namespace row

inline constexpr std::int32_t last_key_dc = 1000;
/// What TDLib takes for a user's id. Of a larger number it leaves out the first five digits, since old logs
/// had "user " in front, and so takes it for another user.
inline constexpr std::int64_t last_user_id = (std::int64_t{1} << 40) - 1;

}  // namespace tgferry::formats::tdlib
