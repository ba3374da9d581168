#include "formats/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/plain_text.hpp"
#include "core/text_tokens.hpp"
#include "formats/common/torn_base64.hpp"

namespace tgferry::formats {
namespace {

/// A mailbox or a log is no pasted text.
constexpr std::size_t longest_text = std::size_t{4} * 1024 * 1024;

/// Different strings after which no more are told: each is compared with those before it.
constexpr std::size_t enough = 8;

std::string said_of(const core::Token& token) {
    const std::string where = token.name.empty() ? "" : fmt::format(" as the value of {}", token.name);
    return fmt::format("the session string was found in a longer text{}; what stands around it was ignored",
                       where);
}

class Search {
  public:
    Search(const Probe& whole, const Format* wanted) : whole_(whole), wanted_(wanted) {}

    void run() {
        const core::PlainText plain = core::plain_text(whole_.utf8());
        had_invisible_ = plain.had_invisible;
        const SecretText text = core::without_escapes(reveal(plain.text));
        core::each_token(reveal(text), [this](core::Token token) { return take(std::move(token)); });
    }
    Result<std::optional<Excerpt>> finish() && {
        if (found_.empty()) return std::nullopt;
        if (found_.size() == 1) return std::move(found_.front());
        return several();
    }

  private:
    const Format* format_of(const Probe& probe) const {
        if (wanted_) return wanted_->detect(probe) ? wanted_ : nullptr;
        const Format* format = detect(probe).value_or(nullptr);
        return format && format->info.shape == Shape::text && format->stands_in_text ? format : nullptr;
    }

    bool take(core::Token token) {
        std::vector<Warning> said = {{"found_in_text", said_of(token)}};
        if (whole_.is_utf16()) said.push_back(core::from_utf16_told());
        if (had_invisible_) said.push_back(core::invisible_removed());
        if (token.wrapped) {
            said.push_back({"lines_joined", "the session string went on over lines, which were joined"});
        }
        auto input = io::Input::open(Source::text(reveal(token.text)).named(whole_.input().label()));
        if (!input) return false;
        Excerpt excerpt{.input = std::make_unique<const io::Input>(std::move(*input)), .probe = nullptr};
        excerpt.probe = std::make_unique<const Probe>(*excerpt.input, std::move(said));
        excerpt.format = format_of(*excerpt.probe);
        if (!excerpt.format) return false;
        if (found_.size() < enough && !is_known(excerpt)) found_.push_back(std::move(excerpt));
        return true;
    }

    /// People paste a string twice, and not always with its padding.
    bool is_known(const Excerpt& excerpt) const {
        const auto text = without_padding(excerpt.probe->text());
        return std::ranges::any_of(
            found_, [&](const Excerpt& other) { return without_padding(other.probe->text()) == text; });
    }

    std::unexpected<Error> several() const {
        std::string list;
        bool differ = false;
        for (const Excerpt& one : found_) {
            list += fmt::format("{}one of {} ({})", list.empty() ? "" : ", ", one.format->info.library,
                                one.format->info.id);
            differ = differ || one.format != found_.front().format;
        }
        return std::unexpected(
            Error{.code = ErrorCode::unrecognised,
                  .message = fmt::format("the text holds {}{} session strings that differ: {}",
                                         found_.size() == enough ? "at least " : "", found_.size(), list),
                  .file = whole_.input().label(),
                  .hint = fmt::format("keep the one that is meant, or each in a file of its own{}",
                                      differ ? "; or say which library's: --from NAME" : "")});
    }

    const Probe& whole_;
    const Format* wanted_;
    bool had_invisible_ = false;
    std::vector<Excerpt> found_{};
};

}  // namespace

Result<std::optional<Excerpt>> find_excerpt(const Probe& whole, const Format* wanted) {
    const io::Input& input = whole.input();
    if (input.is_folder() || input.is_sqlite() || input.bytes().size() > longest_text) return std::nullopt;
    if (!whole.is_text()) return std::nullopt;
    Search search(whole, wanted);
    search.run();
    return std::move(search).finish();
}

}  // namespace tgferry::formats
