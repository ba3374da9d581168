#include "cli/target.hpp"

#include <fmt/format.h>

#include "cli/stem.hpp"

namespace tgferry::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view session = ".session", json = ".json";

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// The owner's rule for pairs: once each, in this order.
std::string base_of_pair(std::string name) {
    for (const std::string_view suffix : {session, json}) {
        if (name.ends_with(suffix)) name.erase(name.size() - suffix.size());
    }
    return name;
}

/// A path that base_of_pair makes this base of.
fs::path pair_at(const std::string& base) {
    return base + std::string(base.ends_with(json) ? json : "") + std::string(session);
}

}  // namespace

Target::Target(std::string out, const FormatInfo& format) : out_(std::move(out)), format_(format) {}

Result<void> Target::check() const {
    const bool needs_place = format_.shape == Shape::pair || format_.shape == Shape::folder;
    if (!is_stdout() || format_.shape == Shape::text || (out_ == "-" && !needs_place)) return {};
    const std::string name = needs_place
                                 ? fmt::format("-o {}", format_.shape == Shape::folder ? "FOLDER" : "NAME")
                                 : fmt::format("-o NAME{}; -o - is standard output", format_.extension);
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} is a {}, which does not go to stdout{}", format_.id,
                            shape_name(format_.shape), needs_place ? "" : " unasked"),
                "name it: " + name);
}

bool Target::is_room() const {
    if (is_stdout()) return false;
    return out_.ends_with('/') || (format_.shape != Shape::folder && is_folder(out_));
}

fs::path Target::itself() const {
    if (format_.shape == Shape::pair) return pair_at(base_of_pair(out_));
    const fs::path path = out_;
    const bool bare = format_.appends == Appends::to_bare_name && !path.has_extension();
    const bool missing = format_.appends == Appends::unless_there && !out_.ends_with(format_.extension);
    return bare || missing ? fs::path(out_ + std::string(format_.extension)) : path;
}

fs::path Target::in_room(std::string_view stem, std::string_view number) const {
    const fs::path room = out_;
    if (format_.shape == Shape::pair) {
        const std::string own =
            fitting_stem(base_of_pair(std::string(stem)), fmt::format("{}{}", number, session));
        return pair_at((room / fmt::format("{}{}", own, number)).string());
    }
    const std::string suffix = fmt::format("{}{}", number, format_.extension);
    return room / (fitting_stem(stem, suffix) + suffix);
}

fs::path Target::would_be(std::string_view stem, bool several) const {
    if (!several && !is_room()) return itself();
    fs::path path = in_room(stem, "");
    for (int i = 2; used_.contains(path); ++i) path = in_room(stem, fmt::format("-{}", i));
    return path;
}

fs::path Target::next(std::string_view stem, bool several) {
    fs::path path = would_be(stem, several);
    used_.insert(path);
    return path;
}

std::vector<fs::path> Target::parts(const fs::path& path) const {
    if (format_.shape != Shape::pair) return {path};
    const std::string base = base_of_pair(path.string());
    return {base + std::string(session), base + std::string(json)};
}

}  // namespace tgferry::cli
