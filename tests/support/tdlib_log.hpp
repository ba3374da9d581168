// Logs of TDLib, made event by event, and how tests read them.
#pragma once

#include <fmt/format.h>

#include <tgferry/tgferry.hpp>

#include "core/crc32.hpp"
#include "core/cursor.hpp"
#include "formats/tdlib/event.hpp"
#include "formats/tdlib/rows.hpp"
#include "formats/tdlib/values.hpp"
#include "support/keys.hpp"

namespace tgferry::test {

using formats::tdlib::make_key;
using formats::tdlib::make_row;
namespace event_type = formats::tdlib::event_type;

inline AuthKey vector_key() {
    std::array<std::uint8_t, AuthKey::size> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(7 * i + 3);
    return *AuthKey::from(bytes);
}

inline AuthKey random_auth_key(std::uint64_t seed) {
    Rng rng(seed);
    return random_key(rng);
}

inline Session vector_session() {
    Session session{.dc = 2, .key = vector_key()};
    session.user = {.id = 123456789, .is_bot = false};
    return session;
}

/// A log, event by event.
class Draft {
  public:
    Draft& row(std::uint64_t id, std::string_view name, std::string_view value) {
        formats::tdlib::put_event(out_, id, event_type::login_row,
                                  make_row(name, core::as_bytes(value)).view());
        return *this;
    }
    Draft& key(std::uint64_t id, std::int32_t dc, const SecretBytes& value) {
        return row(id, fmt::format("auth{}", dc), core::as_text(value.view()));
    }
    Draft& event(std::uint64_t id, std::int32_t type, std::string_view data, std::uint8_t flags = 0) {
        core::Writer one;
        formats::tdlib::put_event(one, id, type, core::as_bytes(data));
        SecretBytes bytes = std::move(one).finish();
        bytes.edit()[16] = flags;
        core::Writer again;
        again.bytes(bytes.view().first(bytes.size() - 4));
        again.u32_le(core::crc32(again.view()));
        out_.bytes(again.view());
        return *this;
    }
    Draft& rewrite(std::uint64_t id, std::string_view name, std::string_view value, std::uint8_t flags = 1) {
        const SecretBytes data = make_row(name, core::as_bytes(value));
        return event(id, event_type::login_row, core::as_text(data.view()), flags);
    }
    Draft& raw(std::string_view bytes) {
        out_.text(bytes);
        return *this;
    }
    /// The rows of a login on DC 2, with ids 1 to 4.
    Draft& login() {
        return row(1, "auth", "ok")
            .row(2, "my_id", "77")
            .row(3, "main_dc_id", "2")
            .key(4, 2, make_key(vector_key()));
    }
    [[nodiscard]] std::size_t size() const { return out_.size(); }
    [[nodiscard]] SecretBytes bytes() const { return SecretBytes(out_.view()); }

  private:
    core::Writer out_;
};

inline Result<Bundle> read_log(SecretBytes log, ReadOptions options = {}, const char* name = "td.binlog") {
    FileMap files;
    files.emplace(name, std::move(log));
    options.format = "tdlib";
    return read(Source::files(std::move(files)), options);
}
inline Result<Bundle> read_log(const Draft& draft) {
    return read_log(draft.bytes());
}

inline ReadOptions with_key(std::string_view key) {
    ReadOptions options;
    options.tdlib_key.emplace(key);
    return options;
}

inline std::vector<std::string> codes(const Bundle& bundle) {
    std::vector<std::string> out;
    for (const Warning& warning : bundle.warnings) out.push_back(warning.code);
    return out;
}
using Codes = std::vector<std::string>;

}  // namespace tgferry::test
