#include "formats/below.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>

#include "core/shell_word.hpp"

namespace tgferry::formats {
namespace {

constexpr int max_depth = 3;
constexpr std::size_t max_entries = 4000, max_files = 400, max_bytes = std::size_t{64} << 20,
                      max_file_bytes = std::size_t{8} << 20;

std::string joined(const std::string& folder, const std::string& name) {
    return folder.empty() ? name : folder + "/" + name;
}

/// A folder is recognised by what lies in a folder of it: that one is to be named.
std::string innermost(std::string name, const io::Input& input) {
    const auto& read = input.read_members();
    if (read.empty()) return name;
    const std::string first = read.begin()->substr(0, read.begin()->find('/') + 1);
    const auto below_first = [&](const std::string& member) { return member.starts_with(first); };
    if (first.empty() || !std::ranges::all_of(read, below_first)) return name;
    const auto inner = input.inside(first.substr(0, first.size() - 1));
    if (!inner) return name;
    const Probe probe(*inner);
    return recognised(probe).first ? joined(name, first.substr(0, first.size() - 1)) : name;
}

class Search {
  public:
    explicit Search(const io::Input& folder) : folder_(folder) {}

    Below run() {
        queue_.push_back({"", 0});
        while (!queue_.empty() && may_go_on()) {
            const auto [name, depth] = queue_.front();
            queue_.pop_front();
            look_into(name, depth);
        }
        return std::move(below_);
    }

  private:
    struct Step {
        std::string name;
        int depth;
    };

    void look_into(const std::string& folder, int depth) {
        for (const std::string& file : files_of(folder)) {
            if (!may_go_on()) return;
            look_at_file(joined(folder, file));
        }
        if (depth >= max_depth) return;
        for (const std::string& sub : folder_.sub_folders(folder)) {
            if (!may_go_on()) return;
            const std::string name = joined(folder, sub);
            const auto input = folder_.inside(name);
            if (input && !take(name, *input)) queue_.push_back({name, depth + 1});
        }
    }

    [[nodiscard]] std::vector<std::string> files_of(const std::string& folder) const {
        auto files = folder.empty() ? folder_.members() : folder_.members_in(folder);
        // A .json beside its .session is read with that.
        const auto is_sidecar = [all = files](const std::string& name) {
            return name.ends_with(".json") &&
                   std::ranges::binary_search(all, name.substr(0, name.size() - 5) + ".session");
        };
        std::erase_if(files, is_sidecar);
        return files;
    }

    void look_at_file(const std::string& name) {
        if (!folder_.path().empty()) {
            std::error_code error;
            const auto path = folder_.path() / name;
            if (std::filesystem::is_symlink(path, error)) return;
            const auto size = std::filesystem::file_size(path, error);
            if (error || size > max_file_bytes) {
                below_.complete = false;
                return;
            }
            bytes_ += size;
        }
        ++files_;
        if (const auto input = folder_.inside(name)) (void)take(name, *input);
    }

    bool may_go_on() {
        const bool over = ++entries_ > max_entries || files_ > max_files || bytes_ > max_bytes;
        if (over) below_.complete = false;
        return !over;
    }

    /// Whether it is a session that needs no look inside.
    bool take(const std::string& name, const io::Input& input) {
        const Probe probe(input);
        const Format* format = recognised(probe).first;
        if (!format) return false;
        ReadOptions options;
        options.accept_locked = true;
        const auto bundle = format->read(probe, options);
        LyingState state = LyingState::usable;
        if (!bundle && bundle.error().code == ErrorCode::not_logged_in) state = LyingState::logged_out;
        if (!bundle && bundle.error().code == ErrorCode::damaged) state = LyingState::damaged;
        below_.found.push_back({innermost(name, input), format, state});
        return state != LyingState::logged_out;
    }

    const io::Input& folder_;
    std::deque<Step> queue_{};
    Below below_{};
    std::size_t entries_ = 0, files_ = 0, bytes_ = 0;
};

std::string command(const io::Input& folder, const Lying& lying) {
    const std::string path = (folder.path() / lying.name).string();
    return "tgferry inspect " + core::shell_word(path, "FOLDER");
}

std::string listed(const std::vector<const Lying*>& all) {
    constexpr std::size_t shown = 5;
    std::string out;
    for (std::size_t i = 0; i < std::min(all.size(), shown); ++i) {
        out += fmt::format("{}{} ({})", i == 0 ? "" : ", ", all[i]->name, all[i]->format->info.id);
    }
    return all.size() > shown ? fmt::format("{} and {} more", out, all.size() - shown) : out;
}

Error about(const io::Input& folder, std::string message, std::string hint) {
    return {.code = ErrorCode::unrecognised,
            .message = std::move(message),
            .file = folder.label(),
            .hint = std::move(hint)};
}

}  // namespace

std::vector<const Lying*> Below::usable() const {
    std::vector<const Lying*> out;
    for (const Lying& one : found) {
        if (one.state == LyingState::usable) out.push_back(&one);
    }
    return out;
}

Below look_below(const io::Input& folder) {
    return Search(folder).run();
}

std::optional<Error> told_below(const io::Input& folder) {
    const Below below = look_below(folder);
    const auto usable = below.usable();
    const std::string_view rest = below.complete ? "" : "; there is more than was looked through";
    if (usable.size() == 1) {
        return about(folder,
                     fmt::format("not a session but a folder in which one lies: {}{}", listed(usable), rest),
                     "name it: " + command(folder, *usable.front()));
    }
    if (!usable.empty()) {
        return about(folder,
                     fmt::format("not a session but a folder in which {} lie: {}{}", usable.size(),
                                 listed(usable), rest),
                     "name one of them: " + command(folder, *usable.front()));
    }
    if (below.found.empty()) return std::nullopt;
    const Lying& first = below.found.front();
    const bool out = first.state == LyingState::logged_out;
    return about(folder,
                 fmt::format("not a session but a folder in which lies only one {}: {} ({}){}",
                             out ? "that nobody is logged in to" : "that is damaged", first.name,
                             first.format->info.id, rest),
                 "see what is wrong with it: " + command(folder, first));
}

std::string hint_below(const io::Input& folder) {
    const Below below = look_below(folder);
    const auto usable = below.usable();
    if (usable.size() != 1) return {};
    return fmt::format("another one lies below it, {}: {}", listed(usable), command(folder, *usable.front()));
}

}  // namespace tgferry::formats
