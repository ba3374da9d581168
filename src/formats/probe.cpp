#include "formats/probe.hpp"

#include "core/cursor.hpp"

namespace tgferry::formats {
namespace {

/// No session string is longer; what is longer is a file of another kind.
constexpr std::size_t max_text = std::size_t{64} * 1024;

bool is_plain_text(std::span<const std::uint8_t> bytes) {
    std::uint8_t bad = 0;
    for (const std::uint8_t byte : bytes) {
        const bool control = byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t';
        bad = static_cast<std::uint8_t>(bad | (control ? 1 : 0));
    }
    return bad == 0;
}

/// `error_at` is set where the bytes begin like an object and are none.
std::optional<core::WipedJson> parse_object(std::span<const std::uint8_t> bytes, core::Budget& budget,
                                            std::optional<std::size_t>& error_at) {
    const std::string_view text = core::as_text(bytes);
    const std::size_t start = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (start == std::string_view::npos || text[start] != '{') return std::nullopt;
    std::size_t at = 0;
    auto parsed = core::parse_json(text.substr(start), budget, at);
    if (!parsed && at > 0) error_at = start + at;  // at 0 it is nested too deep
    return parsed;
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
    if (!is_plain_text(bytes)) return {};
    pasted_ = core::clean_pasted(core::as_text(bytes));
    return reveal(pasted_->text);
}

std::string_view Probe::text() const {
    if (!text_done_) text_ = find_text();
    text_done_ = true;
    return text_;
}

bool Probe::is_text() const {
    return !input_.bytes().empty() && is_plain_text(input_.bytes());
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
    return pasted_ ? pasted_->forgiven : std::vector<Warning>();
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
        json_.value = parse_object(input_.bytes(), budget(), json_error_at_);
    }
    return json_.value ? &json_.value->get() : nullptr;
}

std::optional<std::size_t> Probe::json_error_at() const {
    (void)json();
    return json_error_at_;
}

const core::Json* Probe::sidecar() const {
    if (!sidecar_.done) {
        sidecar_.done = true;
        std::optional<std::size_t> ignored;
        if (input_.sidecar()) sidecar_.value = parse_object(input_.sidecar()->view(), budget(), ignored);
    }
    return sidecar_.value ? &sidecar_.value->get() : nullptr;
}

}  // namespace tgferry::formats
