#include "core/json_text.hpp"

#include <algorithm>
#include <array>

#include "core/hex.hpp"
#include "core/writer.hpp"

namespace tgferry::core {
namespace {

constexpr std::string_view space = " \t\r\n";

/// Behind the text that begins with a quote at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

/// Behind the object that begins at `at`; 0 where it does not end.
std::size_t end_of_object(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = end_of_string(text, at);
            continue;
        }
        ++at;
        if (c == '{') ++depth;
        if (c == '}' && --depth == 0) return at;
    }
    return 0;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Word {
    std::string_view odd, meaning;
};
constexpr std::array words = {Word{"NaN", "null"},   Word{"Infinity", "null"}, Word{"undefined", "null"},
                              Word{"None", "null"},  Word{"nil", "null"},      Word{"True", "true"},
                              Word{"False", "false"}};

class Mender {
  public:
    explicit Mender(std::string_view text) : text_(text), out_(text.size() + 64) {}

    MendedJson run() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"') {
                string();
            } else if (is_letter(c)) {
                word();
            } else if (c == ',' && closes_behind()) {
                commas_ = true;
                ++at_;
            } else if (c == '-' && text_.substr(at_ + 1).starts_with("Infinity")) {
                ++at_;
            } else {
                out_.text(text_.substr(at_++, 1));
            }
        }
        return finish();
    }

  private:
    void string() {
        const std::size_t end = end_of_string(text_, at_);
        for (; at_ < end; ++at_) {
            const auto byte = static_cast<std::uint8_t>(text_[at_]);
            if (byte >= 0x20) {
                out_.text(text_.substr(at_, 1));
            } else {
                out_.text("\\u00");
                out_.text(reveal(encode_hex({&byte, 1})));
                controls_ = true;
            }
        }
    }
    void word() {
        std::size_t end = at_;
        while (end < text_.size() && is_letter(text_[end])) ++end;
        const auto found = text_.substr(at_, end - at_);
        const auto odd = std::ranges::find(words, found, &Word::odd);
        out_.text(odd == words.end() ? found : odd->meaning);
        words_ = words_ || odd != words.end();
        at_ = end;
    }
    [[nodiscard]] bool closes_behind() const {
        const std::size_t next = text_.find_first_not_of(space, at_ + 1);
        return next != std::string_view::npos && (text_[next] == '}' || text_[next] == ']');
    }
    MendedJson finish() {
        const SecretBytes bytes = std::move(out_).finish();
        MendedJson mended{
            .text = secret_text({reinterpret_cast<const char*>(bytes.view().data()), bytes.size()})};
        if (words_) mended.mended.push_back({"odd_json", "it holds words that are no JSON, as NaN or None"});
        if (commas_) mended.mended.push_back({"odd_json", "it holds commas before a closing bracket"});
        if (controls_) mended.mended.push_back({"odd_json", "it holds texts that go on over lines"});
        return mended;
    }

    std::string_view text_;
    Writer out_;
    std::size_t at_ = 0;
    bool words_ = false, commas_ = false, controls_ = false;
};

}  // namespace

std::vector<std::string_view> objects_of(std::string_view text) {
    std::vector<std::string_view> objects;
    for (std::size_t at = 0;;) {
        at = text.find_first_not_of(" \t\r\n,", at);
        if (at == std::string_view::npos) break;
        const std::size_t end = text[at] == '{' ? end_of_object(text, at) : 0;
        if (end == 0) return {};
        objects.push_back(text.substr(at, end - at));
        at = end;
    }
    if (objects.size() < 2) objects.clear();
    return objects;
}

MendedJson mended_json(std::string_view text) {
    return Mender(text).run();
}

}  // namespace tgferry::core
