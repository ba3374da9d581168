#include "formats/tdata/auth_block.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::uint32_t key_block = 0x00, user_block = 0x01, auth_block = 0x4b;
constexpr std::int32_t max_keys = 64;
constexpr std::int32_t dc_shift = 10000;  // Telegram Desktop adds multiples of it for further connections
constexpr std::int32_t first_temporary = 1000;
constexpr std::int64_t last_user_id = (std::int64_t{1} << 48) - 1;

class AccountParser {
  public:
    AccountParser(std::span<const std::uint8_t> payload, std::vector<Warning>& warnings)
        : in_(payload), warnings_(warnings) {}

    Result<StoredAccount> run() {
        bool any = false, modern = false;
        while (in_.ok() && in_.left() != 0) {
            const std::size_t at = in_.offset();
            const std::uint32_t id = in_.u32_be("block id");
            if (id == auth_block) {
                out_ = {};
                shifted_.clear();
                core::Cursor auth(take_array(in_, "auth block"));
                if (in_.ok()) take_auth(auth);
                if (!auth.ok()) return auth.failure("tdata auth block");
                modern = any = true;
            } else if (id == key_block || id == user_block) {
                take_old(id, modern);
                any = true;
            } else if (any) {
                warn("trailing_bytes", "bytes follow the auth block; Telegram Desktop would empty this file");
                break;
            } else {
                return unknown_block(id, at);
            }
        }
        if (!in_.ok()) return in_.failure("tdata auth file");
        if (!any) return fail(ErrorCode::damaged, "tdata: the auth file is empty");
        settle_ids();
        return std::move(out_);
    }

  private:
    void warn(std::string_view code, std::string message) {
        warnings_.push_back({std::string(code), std::move(message)});
    }

    static std::unexpected<Error> unknown_block(std::uint32_t id, std::size_t at) {
        return std::unexpected(Error{.code = ErrorCode::unsupported_version,
                                     .message = fmt::format("tdata: the auth file starts with block {:#04x}, "
                                                            "which no known version writes there",
                                                            id),
                                     .offset = at});
    }

    void take_old(std::uint32_t id, bool ignored) {
        StoredAccount unused;
        StoredAccount& out = ignored ? unused : out_;
        out.form = "old blocks";
        if (id == key_block) {
            const std::int32_t dc = take_i32(in_, "DC of a key");
            add_key(in_, dc, out);
        } else {
            out.user_id = take_i32(in_, "user id");
            out.dc = take_i32(in_, "home DC");
        }
    }

    void take_auth(core::Cursor& in) {
        out_.user_id = take_i32(in, "user id");
        out_.dc = take_i32(in, "home DC");
        out_.form = "narrow ids";
        if (out_.dc == -1) {
            out_.user_id = static_cast<std::int64_t>(in.u64_be("user id"));
            out_.dc = take_i32(in, "home DC");
            out_.form = "wide ids";
        }
        const std::int32_t count = take_count(in, "number of keys");
        for (std::int32_t i = 0; i < count && in.ok(); ++i) {
            const std::int32_t dc = take_i32(in, "DC of a key");
            add_key(in, dc, out_);
        }
        take_destroyed(in);
    }

    /// A count of keys that are all there.
    static std::int32_t take_count(core::Cursor& in, const char* what) {
        const std::size_t at = in.offset();
        const std::int32_t count = take_i32(in, what);
        const bool fits = count >= 0 && count <= max_keys &&
                          static_cast<std::size_t>(count) * (4 + AuthKey::size) <= in.left();
        if (!fits) in.reject(what, at);
        return in.ok() ? count : 0;
    }

    void take_destroyed(core::Cursor& in) {
        if (!in.ok()) return;
        if (in.left() == 0) {
            warn("no_destroy_list", "the auth block ends before its list of keys to destroy");
            return;
        }
        const std::int32_t count = take_count(in, "number of keys to destroy");
        (void)in.take(static_cast<std::size_t>(count) * (4 + AuthKey::size), "keys to destroy");
        if (count != 0) {
            warn("keys_to_destroy",
                 fmt::format("{} keys that Telegram Desktop meant to destroy were left out", count));
        }
    }

    /// Later keys of a DC replace earlier ones, as in Telegram Desktop. Shifted DC ids mean the same DC, but
    /// give way to a key that is stored under the plain id.
    void add_key(core::Cursor& in, std::int32_t stored_dc, StoredAccount& out) {
        const auto bytes = in.take(AuthKey::size, "auth key");
        if (!in.ok()) return;
        const std::int32_t dc = stored_dc % dc_shift;
        auto key = AuthKey::from(bytes);
        if (dc <= 0 || dc >= first_temporary || !key) {
            warn("key_skipped",
                 key ? fmt::format("a key of DC {}, which is none, was left out", stored_dc)
                     : fmt::format("the key of DC {} is all zeros and was left out", stored_dc));
            return;
        }
        const bool shifted = dc != stored_dc;
        const auto same = std::ranges::find(out.keys, dc, &DcKey::dc);
        if (same == out.keys.end()) {
            out.keys.push_back({dc, std::move(*key)});
            if (shifted) shifted_.push_back(dc);
            return;
        }
        const bool had_shifted = std::erase(shifted_, dc) != 0;
        if (shifted && !had_shifted) return;
        if (shifted) shifted_.push_back(dc);
        if (!(same->key == *key) && shifted == had_shifted) {
            warn("key_repeated", fmt::format("two keys of DC {} are stored; the last one counts", dc));
        }
        same->key = std::move(*key);
    }

    void settle_ids() {
        if (out_.dc > 0) out_.dc %= dc_shift;
        if (out_.user_id < 0 || out_.user_id > last_user_id) {
            warn("odd_user_id", fmt::format("{} is no id of a user", out_.user_id));
        }
    }

    core::Cursor in_;
    std::vector<Warning>& warnings_;
    StoredAccount out_{};
    std::vector<std::int32_t> shifted_{};  ///< DCs whose key came under a shifted id
};

void put_key(core::Writer& out, std::int32_t dc, const AuthKey& key) {
    put_i32(out, dc);
    out.bytes(key.reveal());
}

}  // namespace

Result<StoredAccount> parse_account(std::span<const std::uint8_t> payload, std::vector<Warning>& warnings) {
    return AccountParser(payload, warnings).run();
}

SecretBytes make_account(const Session& session, IdForm form) {
    core::Writer auth;
    const std::int64_t user_id = *session.user.id;
    if (form == IdForm::wide) {
        auth.u64_be(UINT64_MAX);
        auth.u64_be(static_cast<std::uint64_t>(user_id));
    } else {
        put_i32(auth, static_cast<std::int32_t>(user_id));
    }
    put_i32(auth, session.dc);
    put_i32(auth, static_cast<std::int32_t>(1 + session.other_keys.size()));
    put_key(auth, session.dc, session.key);
    for (const DcKey& other : session.other_keys) put_key(auth, other.dc, other.key);
    put_i32(auth, 0);  // keys to destroy
    core::Writer payload(auth.size() + 8);
    payload.u32_be(auth_block);
    put_array(payload, auth.view());
    return std::move(payload).finish();
}

}  // namespace tgferry::formats::tdata
