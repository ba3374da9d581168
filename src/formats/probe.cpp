#include "formats/probe.hpp"

#include <algorithm>

#include "core/cursor.hpp"
#include "core/json_text.hpp"
#include "core/utf8.hpp"

namespace tgferry::formats {
namespace {

/// No session string is longer; what is longer is a file of another kind.
constexpr std::size_t max_text = std::size_t{64} * 1024;

bool is_plain_text(std::string_view text) {
    std::uint8_t bad = 0;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        const bool control = byte < 0x20 && (byte < '\t' || byte > '\r');
        bad = static_cast<std::uint8_t>(bad | (control ? 1 : 0));
    }
    return bad == 0;
}

constexpr std::string_view json_space = " \t\r\n\xef\xbb\xbf";

/// Without a byte order mark, space, and the fence in which Markdown keeps code.
std::string_view json_part(std::string_view text) {
    const auto skip_space = [&text] {
        text.remove_prefix(std::min(text.find_first_not_of(json_space), text.size()));
    };
    skip_space();
    constexpr std::string_view fence = "```";
    const std::size_t line_end = text.find('\n'), close = text.rfind(fence);
    if (text.starts_with(fence) && line_end < close && close != std::string_view::npos) {
        text = text.substr(line_end, close - line_end);
        skip_space();
    }
    return text;
}

/// `error_at` is set where the bytes begin like an object and are none. An object in quotes, as a console
/// prints JSON.stringify(), is one as well.
std::optional<core::WipedJson> parse_object(std::string_view whole, core::Budget& budget,
                                            std::optional<std::size_t>& error_at) {
    const std::string_view text = json_part(whole);
    if (text.starts_with("\"{")) {
        const auto quoted = core::parse_json(text, budget);
        const bool is_text = quoted && quoted->get().is_string();
        return is_text ? core::parse_json(quoted->get().get_ref<const std::string&>(), budget) : std::nullopt;
    }
    if (!text.starts_with('{')) return std::nullopt;
    std::size_t at = 0;
    auto parsed = core::parse_json(text, budget, at);
    const auto start = static_cast<std::size_t>(text.data() - whole.data());
    if (!parsed && at > 0) error_at = start + at;  // at 0 it is nested too deep
    return parsed;
}

std::optional<core::WipedJson> parse_list(std::string_view whole, core::Budget& budget) {
    const std::string_view text = json_part(whole);
    if (text.starts_with('[')) {
        auto parsed = core::parse_json(text, budget);
        return parsed && parsed->get().is_array() ? std::move(parsed) : std::nullopt;
    }
    core::WipedJson list(core::Json::array());
    for (const std::string_view object : core::objects_of(text)) {
        auto parsed = core::parse_json(object, budget);
        if (!parsed) return std::nullopt;
        list.get().push_back(std::move(parsed->get()));
    }
    if (list.get().empty()) return std::nullopt;
    return list;
}

/// What tools for Russian speakers write is UTF-8, UTF-16, or else Windows-1251.
SecretText sidecar_text(std::span<const std::uint8_t> bytes, std::vector<Warning>& warnings) {
    const core::Encoding encoding = core::encoding_of(bytes);
    if (encoding != core::Encoding::utf8) {
        warnings.push_back({"utf16", "the sidecar is UTF-16, and was read as that"});
        return core::from_utf16(bytes, encoding);
    }
    if (core::is_utf8(core::as_text(bytes))) return secret_text(core::as_text(bytes));
    warnings.push_back({"odd_encoding", "the sidecar is no UTF-8; it was read as Windows-1251"});
    return core::from_windows_1251(bytes);
}

}  // namespace

/// Whether this is a token as it stands. The decoder finds out by the way, so its result is kept.
bool Probe::decodes(std::string_view token) const {
    if (token.empty()) return false;
    const bool behind_1 = token.starts_with('1');
    auto decoded = core::decode_base64(behind_1 ? token.substr(1) : token);
    if (!decoded) return false;
    auto& kept = behind_1 ? base64_behind_1_ : base64_;
    kept.value = std::move(decoded);
    kept.done = true;
    return true;
}

std::string_view Probe::find_text() const {
    const auto bytes = input_.bytes();
    if (bytes.empty() || bytes.size() > max_text || input_.is_sqlite()) return {};
    const std::string_view token = core::without_newline(core::as_text(bytes));
    if (decodes(token)) return token;  // NAME=value does not: '=' stands inside
    if (!is_text()) return {};
    pasted_ = core::clean_pasted(utf8());
    return reveal(pasted_->text);
}

std::string_view Probe::text() const {
    if (!text_done_) text_ = find_text();
    text_done_ = true;
    return text_;
}

bool Probe::is_text() const {
    return !input_.bytes().empty() && is_plain_text(utf8());
}

core::Encoding Probe::encoding() const {
    if (!encoding_) encoding_ = core::encoding_of(input_.bytes());
    return *encoding_;
}

std::string_view Probe::utf8() const {
    if (!is_utf16()) return core::as_text(input_.bytes());
    if (from_utf16_.empty()) from_utf16_ = core::from_utf16(input_.bytes(), encoding());
    return reveal(from_utf16_);
}

const core::Base64* Probe::base64() const {
    const std::string_view token = text();
    if (!base64_.done) {
        base64_.done = true;
        if (!token.empty()) base64_.value = core::decode_base64(token);
    }
    return base64_.value ? &*base64_.value : nullptr;
}

const core::Base64* Probe::base64_behind_1() const {
    const std::string_view token = text();
    if (!base64_behind_1_.done) {
        base64_behind_1_.done = true;
        if (token.starts_with('1')) base64_behind_1_.value = core::decode_base64(token.substr(1));
    }
    return base64_behind_1_.value ? &*base64_behind_1_.value : nullptr;
}

std::vector<Warning> Probe::forgiven() const {
    (void)text();
    std::vector<Warning> out = before_;
    if (pasted_ && is_utf16()) out.push_back(core::from_utf16_told());
    if (pasted_) out.insert(out.end(), pasted_->forgiven.begin(), pasted_->forgiven.end());
    return out;
}

std::vector<Warning> Probe::forgiven(const core::Base64& used, core::Alphabet alphabet,
                                     core::Padding padding) const {
    std::vector<Warning> out = forgiven();
    const bool foreign = alphabet == core::Alphabet::url ? used.standard : used.url;
    if (foreign) {
        out.push_back(
            {"other_alphabet", "the string is in the other base64 alphabet than this library writes"});
    }
    const std::size_t full = (3 - used.bytes.size() % 3) % 3;
    const std::size_t expected = padding == core::Padding::keep ? full : 0;
    if (used.padding < expected) {
        out.push_back({"padding_missing", "the string lacks its '=' at the end, which this library needs"});
    } else if (used.padding > expected) {
        out.push_back({"padding_extra", "'=' at the end of the string was ignored"});
    }
    return out;
}

const io::SqliteReader* Probe::sqlite() const {
    if (!sqlite_.done) {
        sqlite_.done = true;
        if (input_.is_sqlite()) {
            auto reader = io::SqliteReader::open(input_.bytes(), budget());
            if (reader) {
                sqlite_.value = std::move(*reader);
            } else {
                sqlite_error_ = std::move(reader.error());
            }
        }
    }
    return sqlite_.value ? &*sqlite_.value : nullptr;
}

const std::optional<Error>& Probe::sqlite_error() const {
    (void)sqlite();
    return sqlite_error_;
}

const core::Json* Probe::json() const {
    if (!json_.done) {
        json_.done = true;
        json_.value = parse_object(utf8(), budget(), json_error_at_);
    }
    return json_.value ? &json_.value->get() : nullptr;
}

const core::Json* Probe::json_list() const {
    if (!json_list_.done) {
        json_list_.done = true;
        const bool may_be = !input_.bytes().empty() && !input_.is_sqlite() && !json();
        if (may_be) json_list_.value = parse_list(utf8(), budget());
    }
    return json_list_.value ? &json_list_.value->get() : nullptr;
}

std::optional<std::size_t> Probe::json_error_at() const {
    (void)json();
    return json_error_at_;
}

const core::Json* Probe::sidecar() const {
    if (!sidecar_.done) {
        sidecar_.done = true;
        if (input_.sidecar()) parse_sidecar();
    }
    return sidecar_.value ? &sidecar_.value->get() : nullptr;
}

void Probe::parse_sidecar() const {
    std::optional<std::size_t> error_at;
    const SecretText text = sidecar_text(input_.sidecar()->view(), sidecar_warnings_);
    sidecar_.value = parse_object(reveal(text), budget(), error_at);
    if (sidecar_.value || !error_at) return;
    const core::MendedJson mended = core::mended_json(reveal(text));
    sidecar_.value = parse_object(reveal(mended.text), budget(), error_at);
    for (const Warning& warning : mended.mended)
        sidecar_warnings_.push_back({warning.code, "the sidecar is no plain JSON: " + warning.message});
}

const std::vector<Warning>& Probe::sidecar_warnings() const {
    (void)sidecar();
    return sidecar_warnings_;
}

}  // namespace tgferry::formats
