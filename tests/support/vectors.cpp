#include "support/vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>

namespace tgferry::test {
namespace {

constexpr std::array<std::string_view, 21> known = {
    "name",       "from",   "format",  "in",       "detect", "dc",      "test",
    "host",       "port",   "key_id",  "key_sha1", "keys",   "user_id", "is_bot",
    "is_premium", "api_id", "variant", "warning",  "write",  "error",   "says"};
constexpr std::array<std::string_view, 5> of_errors = {"error", "says", "offset", "detect", "format"};
constexpr std::array<std::string_view, 5> of_all = {"name", "from", "format", "in", "detect"};

bool among(const auto& list, std::string_view key) {
    return std::ranges::find(list, key) != list.end();
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r";
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string problem_of(const Vector& vector) {
    for (const std::string_view key : {"name", "from", "in"}) {
        if (!vector.has(key)) return fmt::format("the key \"{}\" is missing", key);
    }
    std::size_t expectations = 0;
    for (const auto& [key, value] : vector.values) {
        if (!among(known, key) && key != "offset") return fmt::format("unknown key \"{}\"", key);
        if (!among(of_all, key)) ++expectations;
        if (vector.has("error") && !among(of_errors, key) && !among(of_all, key)) {
            return fmt::format("\"{}\" beside \"error\"", key);
        }
        const bool needs_error = key == "says" || key == "offset";
        if (needs_error && !vector.has("error")) return fmt::format("\"{}\" without \"error\"", key);
    }
    if (expectations == 0) return "it expects nothing";
    if (!vector.has("error") && !vector.has("format")) return "the key \"format\" is missing";
    return {};
}

/// Adds one line to a block.
void add_line(Vector& vector, std::string_view line) {
    const std::size_t equals = line.find('=');
    const std::string key(trimmed(line.substr(0, equals)));
    if (equals == std::string_view::npos) {
        vector.problem = fmt::format("no \"=\" in \"{}\"", line);
    } else if (!vector.values.emplace(key, trimmed(line.substr(equals + 1))).second) {
        vector.problem = fmt::format("\"{}\" is given twice", key);
    }
}

void check_names(std::vector<Vector>& vectors) {
    std::set<std::string> names;
    for (Vector& vector : vectors) {
        if (vector.problem.empty()) vector.problem = problem_of(vector);
        if (!names.insert(vector.get("name")).second && vector.problem.empty())
            vector.problem = "the name is not unique";
    }
}

}  // namespace

std::string Vector::get(std::string_view key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

std::string Vector::place() const {
    return fmt::format("{}:{} ({})", file, line, get("name"));
}

void PrintTo(const Vector& vector, std::ostream* out) {
    *out << vector.place();
}

std::vector<Vector> parse_vectors(const std::string& file, std::string_view text) {
    std::vector<Vector> out;
    std::istringstream lines{std::string(text)};
    bool open = false;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.starts_with('#')) continue;
        if (trimmed(line).empty()) {
            open = false;
            continue;
        }
        if (!open) out.push_back(Vector{.file = file, .line = number});
        open = true;
        add_line(out.back(), line);
    }
    check_names(out);
    return out;
}

std::vector<Vector> load_vectors(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<Vector> out;
    for (const auto& path : files) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        std::ranges::move(parse_vectors(path.filename().string(), text.str()), std::back_inserter(out));
    }
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char next = text[++i];
        out += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
    }
    return out;
}

}  // namespace tgferry::test
