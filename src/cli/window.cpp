#include "cli/window.hpp"

#include <filesystem>
#include <variant>

#include "cli/ask_secret.hpp"
#include "core/parallel.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

/// A staged pair keeps two files open, and 1024 is what a process may commonly have.
constexpr std::size_t most_inputs = 256;
constexpr std::size_t most_bytes = 32 << 20;
constexpr std::size_t a_folder = 1 << 20;  ///< what is in it is not looked at

std::size_t cost(const NamedSource& source) {
    const auto* path = std::get_if<std::filesystem::path>(&source.source.value());
    if (!path) return 0;
    std::error_code is_none;
    const auto size = std::filesystem::file_size(*path, is_none);
    return is_none ? a_folder : static_cast<std::size_t>(size);
}

}  // namespace

std::size_t window_size(std::span<const NamedSource> sources) {
    std::size_t count = 0, bytes = 0;
    while (count < sources.size() && count < most_inputs && bytes < most_bytes) {
        bytes += cost(sources[count++]);
    }
    return count;
}

std::vector<Reading> read_together(std::span<const NamedSource> sources, const std::vector<bool>& wanted,
                                   const InputArgs& inputs, const ReadOptions& options) {
    std::vector<Reading> read(sources.size());
    core::in_parallel(sources.size(), [&](std::size_t i) {
        if (wanted[i] && !io::interrupted()) read[i] = inputs.read_unasked(sources[i], options);
    });
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const bool asks = read[i] && !*read[i] && read[i]->error().code == ErrorCode::passcode_required;
        if (asks && can_ask() && !io::interrupted()) read[i] = inputs.read(sources[i], options);
    }
    return read;
}

}  // namespace tgferry::cli
