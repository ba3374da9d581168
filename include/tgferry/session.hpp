// The model: what a session is, whatever file it came from.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tgferry/fields.hpp>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>
#include <vector>

namespace tgferry {

/// A server's address. `host` is an IPv4 literal, an IPv6 literal without brackets, or a host name.
struct Endpoint {
    std::string host;
    std::uint16_t port = 443;
    bool operator==(const Endpoint&) const = default;
};

/// The auth key of one data centre.
struct DcKey {
    std::int32_t dc = 0;
    AuthKey key;
    bool operator==(const DcKey&) const = default;
};

/// Who is logged in, as far as the source says.
struct User {
    std::optional<std::int64_t> id{};
    std::optional<bool> is_bot{};
    std::optional<bool> is_premium{};
    std::optional<std::string> phone{};  ///< digits, no '+'
    std::optional<std::string> first_name{};
    std::optional<std::string> last_name{};
    std::vector<std::string> usernames{};  ///< first = the main one
    bool operator==(const User&) const = default;
};

/// The application a session presents itself as (the arguments of initConnection).
struct ApiProfile {
    std::optional<std::int32_t> id{};
    std::optional<std::string> hash{};    ///< an application's secret: shown only on request
    std::optional<std::string> device{};  ///< device_model
    std::optional<std::string> system{};  ///< system_version
    std::optional<std::string> app_version{};
    std::optional<std::string> lang_code{};
    std::optional<std::string> system_lang_code{};
    std::optional<std::string> lang_pack{};
    bool operator==(const ApiProfile&) const = default;
};

struct ChannelState {
    std::int64_t id = 0;  ///< bare channel id
    std::int32_t pts = 0;
    bool operator==(const ChannelState&) const = default;
};

/// Where the account stands in its stream of updates. 0 means "none", as in the libraries.
struct UpdateState {
    std::int32_t pts = 0;
    std::int32_t qts = 0;
    std::int64_t date = 0;  ///< unix seconds
    std::int32_t seq = 0;
    bool operator==(const UpdateState&) const = default;
};

struct Salt {
    std::int32_t dc = 0;
    std::int64_t valid_since = 0;  ///< unix seconds; 0 in both: unknown
    std::int64_t valid_until = 0;
    std::int64_t salt = 0;
    bool operator==(const Salt&) const = default;
};

enum class PeerKind : std::uint8_t { user, bot, group, channel, supergroup };

/// Somebody the account has met: what is needed to address them again.
struct Peer {
    std::int64_t id = 0;  ///< bare id, without the marks of the Bot API
    PeerKind kind = PeerKind::user;
    std::optional<std::int64_t> access_hash{};  ///< absent or 0 for basic groups
    std::vector<std::string> usernames{};
    std::optional<std::string> phone{};  ///< digits
    std::optional<std::string> name{};
    std::optional<std::int64_t> updated{};  ///< unix seconds
    bool operator==(const Peer&) const = default;
};

/// One account's session. `dc` and `key` are always there; everything else may be unknown.
struct Session {
    std::int32_t dc;  ///< home data centre
    AuthKey key;      ///< the home DC's auth key
    bool test = false;
    std::optional<Endpoint> endpoint{};
    std::optional<Endpoint> media_endpoint{};
    std::vector<DcKey> other_keys{};
    User user{};
    ApiProfile api{};
    std::optional<UpdateState> update_state{};
    std::vector<ChannelState> channels{};
    std::vector<Salt> salts{};
    std::vector<Peer> peers{};
    std::optional<std::int64_t> takeout_id{};
    std::optional<std::int64_t> created{};  ///< unix seconds
    std::optional<std::int64_t> saved{};    ///< unix seconds
    /// Members of a JSON sidecar that tgferry does not know: name to JSON text, in the source's order.
    std::vector<std::pair<std::string, std::string>> extra{};
    /// What the reader concluded by a rule instead of reading it.
    FieldSet inferred{};
    /// What the source calls the account: the name in a row, an entry or a slot. A handle for --account, not
    /// a fact of the session: no format carries it and restricted() drops it.
    std::optional<std::string> label{};

    bool operator==(const Session&) const = default;
};

/// Which facts the session holds.
[[nodiscard]] FieldSet present_fields(const Session& session);

/// The session with every fact outside `keep` removed (and peers reduced likewise).
[[nodiscard]] Session restricted(const Session& session, FieldSet keep);

/// An account of a source that could not be read while others could.
struct LostAccount {
    std::size_t position = 0;  ///< in the source's order, all its accounts counted from 0
    Error error{};
    bool active = false;                 ///< the source's active account
    std::optional<std::string> label{};  ///< as Session::label
};

/// An ordered list of sessions, and where they came from.
struct Bundle {
    std::vector<Session> sessions{};  ///< never empty when it comes from read(), unless `locked`
    std::size_t active_index = 0;
    /// False where several people share the source and it does not say whose it is: then active_index is the
    /// first of them, and nobody may take it unasked.
    bool active_known = true;
    std::vector<LostAccount> lost{};  ///< in the source's order; empty where all of it was read
    bool locked = false;  ///< only with ReadOptions::accept_locked: a secret is needed to see more
    SecretKind secret = SecretKind::passcode;  ///< where `locked`: which one
    std::string format{};                      ///< id of the format it was read from
    std::string variant{};                     ///< layout within the format, for example "ipv6" or "schema 7"
    std::vector<Warning> warnings{};

    /// The account in use; active_index must be that of a session.
    [[nodiscard]] Session& active() { return sessions[active_index]; }
    [[nodiscard]] const Session& active() const { return sessions[active_index]; }
    /// Where a session stands in the source, lost accounts counted: the number to call it by.
    [[nodiscard]] std::size_t position(std::size_t index) const noexcept;
    /// The position of the active account, which may be one of those that are lost.
    [[nodiscard]] std::size_t active_position() const noexcept;
    /// The index of the session at a position of the source. Errors: partial where that account is lost,
    /// invalid_argument where there is none.
    [[nodiscard]] Result<std::size_t> index_at(std::size_t position) const;
};

}  // namespace tgferry
