#include "core/text_tokens.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tgferry::core {
namespace {

constexpr std::size_t shortest_piece = 16;  ///< of a wrapped string, but for its end
constexpr std::size_t longest_name = 40;

bool is_name_char(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_token_char(char c) {
    return is_name_char(c) || c == '-' || c == '+' || c == '/';
}

/// What stands between the lines of a wrapped string: space, quoting of mails, and code that joins texts.
bool is_glue(char c) {
    constexpr std::string_view glue = " \t\r\v\f\"'`>|\\,;().:*#";
    return glue.find(c) != std::string_view::npos;
}

struct Run {
    std::string_view text{};                      ///< with the padding behind it
    std::string_view line{};                      ///< all of the line it is in
    bool starts_line = false, ends_line = false;  ///< but for glue
    [[nodiscard]] std::size_t column() const { return static_cast<std::size_t>(text.data() - line.data()); }
};

/// '=' is padding only where the run ends; before a value it ends a name.
std::size_t padding_behind(std::string_view line, std::size_t at) {
    std::size_t count = 0;
    while (at + count < line.size() && line[at + count] == '=') ++count;
    const bool value_follows = at + count < line.size() && is_token_char(line[at + count]);
    return count <= 2 && !value_follows ? count : 0;
}

std::vector<Run> runs_of(std::string_view line) {
    std::vector<Run> runs;
    bool glue_so_far = true;
    for (std::size_t at = 0; at < line.size();) {
        if (!is_token_char(line[at])) {
            const bool glue = is_glue(line[at]);
            if (!glue && !runs.empty()) runs.back().ends_line = false;
            glue_so_far = glue_so_far && glue;
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < line.size() && is_token_char(line[end])) ++end;
        end += padding_behind(line, end);
        const auto text = line.substr(at, end - at);
        at = end;
        if (text == "+" || text == "-") continue;  // joins texts in code, or makes a list
        if (!runs.empty()) runs.back().ends_line = false;
        runs.push_back({text, line, glue_so_far, true});
        glue_so_far = false;
    }
    return runs;
}

/// The identifier before the value; nothing where what stands there does not begin a line, an object's member
/// or an assignment, since it might be a secret as well.
std::string name_before(const Run& run) {
    std::string_view before = run.line.substr(0, run.column());
    bool assigned = false;
    while (!before.empty() && !is_name_char(before.back())) {
        const char c = before.back();
        if (std::string_view(" \t\"'`=:(<>").find(c) == std::string_view::npos) return {};
        assigned = assigned || c == '=' || c == ':';
        before.remove_suffix(1);
    }
    const auto begin = std::find_if_not(before.rbegin(), before.rend(), is_name_char).base();
    std::string_view name(begin, before.end());
    before.remove_suffix(name.size());
    constexpr std::array<std::string_view, 8> introductions = {"export", "set",  "const", "let",
                                                               "var",    "env:", "final", "val"};
    while (!before.empty() && std::string_view(" \t").find(before.back()) != std::string_view::npos)
        before.remove_suffix(1);
    const bool introduced =
        before.empty() || std::string_view("\"'`{,$->").find(before.back()) != std::string_view::npos ||
        std::ranges::any_of(introductions, [&](auto one) { return before.ends_with(one); });
    const bool usable = assigned && introduced && !name.empty() && name.size() <= longest_name;
    return usable ? std::string(name) : std::string();
}

/// Runs that may be the pieces of one string.
class Chain {
  public:
    explicit Chain(const std::function<bool(Token)>& is_session) : is_session_(is_session) {}

    void add(const Run& run) {
        const bool goes_on = !pieces_.empty() && pieces_.back().ends_line && run.starts_line &&
                             pieces_.back().text.back() != '=' &&
                             pieces_.back().text.size() >= shortest_piece;
        if (!goes_on) finish();
        pieces_.push_back(run);
    }
    /// A line without runs.
    void gap() { finish(); }

    void finish() {
        bool found = false;
        for (std::size_t i = 0; i < pieces_.size(); ++i) found = offer(i, i + 1) || found;
        const std::size_t end = pieces_.size();
        if (!found && end >= 2) {
            // The lines above and below may be words.
            found = offer(0, end) || (end > 2 && (offer(0, end - 1) || offer(1, end))) ||
                    (end > 3 && offer(1, end - 1));
        }
        pieces_.clear();
    }

  private:
    bool offer(std::size_t begin, std::size_t end) {
        std::size_t size = 0;
        for (std::size_t i = begin; i < end; ++i) size += pieces_[i].text.size();
        if (size < shortest_token || size > longest_token) return false;
        Token token{.text = SecretText(size, Unfilled{}), .wrapped = end - begin > 1};
        auto to = token.text.edit().begin();
        for (std::size_t i = begin; i < end; ++i) to = std::ranges::copy(pieces_[i].text, to).out;
        token.name = name_before(pieces_[begin]);
        return is_session_(std::move(token));
    }

    const std::function<bool(Token)>& is_session_;
    std::vector<Run> pieces_;
};

}  // namespace

void each_token(std::string_view text, const std::function<bool(Token)>& is_session) {
    Chain chain(is_session);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const auto runs = runs_of(text.substr(0, end));
        if (runs.empty()) chain.gap();
        for (const Run& run : runs) chain.add(run);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    chain.finish();
}

}  // namespace tgferry::core
