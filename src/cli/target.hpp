// Where outputs go: OUT as it was given, the format, and the name of each output's input, made one path.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <tgferry/format.hpp>
#include <tgferry/result.hpp>
#include <vector>

namespace tgferry::cli {

/// OUT of one run. "-" is stdout. What ends in '/', or is a folder already, is a room that outputs are put
/// into; so is OUT of a run with several outputs. A format of shape folder writes OUT itself unless it ends
/// in
/// '/'. File names get the extension that the format's library puts behind them.
class Target {
  public:
    Target(std::string out, const FormatInfo& format);

    /// Errors: invalid_argument where the format needs an OUT, or does not go to stdout.
    [[nodiscard]] Result<void> check() const;
    [[nodiscard]] bool is_stdout() const noexcept { return out_.empty() || out_ == "-"; }

    /// Even with one output.
    [[nodiscard]] bool is_room() const;
    /// The next output's path, as write() takes it. `several`: it is one of several. No two outputs get one
    /// path.
    [[nodiscard]] std::filesystem::path next(std::string_view stem, bool several);
    /// The same, without taking it.
    [[nodiscard]] std::filesystem::path would_be(std::string_view stem, bool several) const;

    /// The files that an output at `path` consists of; of a folder itself.
    [[nodiscard]] std::vector<std::filesystem::path> parts(const std::filesystem::path& path) const;

  private:
    [[nodiscard]] std::filesystem::path itself() const;
    [[nodiscard]] std::filesystem::path in_room(std::string_view stem, std::string_view number) const;

    std::string out_;
    const FormatInfo& format_;
    std::set<std::filesystem::path> used_;
};

}  // namespace tgferry::cli
