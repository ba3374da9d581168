// Putting what was written in place: staged one by one, published together.
#include <algorithm>
#include <cerrno>
#include <iterator>
#include <tgferry/batch.hpp>

#include "convert/ready.hpp"
#include "convert/replace.hpp"
#include "convert/verify.hpp"
#include "io/commit.hpp"

namespace tgferry {
namespace {

using formats::Format;

std::filesystem::path base_of_pair(const std::filesystem::path& target) {
    std::string base = target.string();
    for (const std::string_view suffix : {".session", ".json"}) {
        if (base.ends_with(suffix)) base.erase(base.size() - suffix.size());
    }
    return base;
}

/// Where a format of that shape puts what is called `given`.
std::filesystem::path target_of(const std::filesystem::path& given, Shape shape) {
    return shape == Shape::pair ? base_of_pair(given) : given;
}

}  // namespace

struct Staged::State {
    io::Pending pending;
    convert::Replaced replaced;
    std::filesystem::path target;
    const Format* format;
    FileMap files;  ///< what is to lie there
};

Staged::Staged(std::unique_ptr<State> state) : state_(std::move(state)) {}
Staged::Staged(Staged&&) noexcept = default;
Staged& Staged::operator=(Staged&&) noexcept = default;
Staged::~Staged() = default;

Result<void> check_target(std::string_view id, const std::filesystem::path& given,
                          const WriteOptions& options) {
    const auto format = convert::choose_writer(id);
    if (!format) return std::unexpected(format.error());
    if (options.force) return {};
    std::filesystem::path target = target_of(given, (*format)->info.shape);
    // The .json of a pair may be half of what this very conversion has left when it was killed.
    if ((*format)->info.shape == Shape::pair) target += ".session";
    if (!target.has_filename()) target = target.parent_path();
    if (io::is_there(target)) return io::unwritable(target, EEXIST);
    return {};
}

Result<Staged> stage(const Bundle& bundle, std::string_view id, const std::filesystem::path& given,
                     const WriteOptions& options) {
    const auto format = convert::choose_writer(id);
    if (!format) return std::unexpected(format.error());
    const Shape shape = (*format)->info.shape;
    const std::filesystem::path target = target_of(given, shape);
    if (auto free = check_target(id, given, options); !free) return std::unexpected(std::move(free.error()));
    auto replaced = options.force ? convert::Replaced::take(target, **format) : Result<convert::Replaced>();
    if (!replaced) return std::unexpected(std::move(replaced.error()));
    WriteOptions named = options;
    if (named.name.empty()) {
        named.name = (target.has_filename() ? target : target.parent_path()).filename().string();
    }
    auto written = convert::write_verified(bundle, **format, named);
    if (!written) return std::unexpected(std::move(written.error()));
    auto pending = io::Pending::make(written->files, shape, target, options.force);
    if (!pending) return std::unexpected(std::move(pending.error()));
    std::ranges::copy(replaced->warnings(), std::back_inserter(written->loss.warnings));
    Staged staged(std::make_unique<Staged::State>(std::move(*pending), std::move(*replaced), target, *format,
                                                  std::move(written->files)));
    staged.loss = std::move(written->loss);
    return staged;
}

std::vector<Result<void>> publish(std::span<Staged> all) {
    std::vector<Result<void>> results(all.size());
    std::vector<io::Pending*> pending;
    std::vector<std::size_t> indices;  // of those in `pending`
    for (std::size_t i = 0; i < all.size(); ++i) {
        Staged::State& state = *all[i].state_;
        results[i] = state.replaced.check_again();
        if (!results[i]) continue;
        pending.push_back(&state.pending);
        indices.push_back(i);
    }
    auto published = io::publish(pending);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        Staged& staged = all[indices[i]];
        const Staged::State& state = *staged.state_;
        if (published[i]) {
            published[i] =
                convert::verify_on_disk(state.files, state.target, *state.format, staged.loss.warnings);
        }
        results[indices[i]] = std::move(published[i]);
    }
    return results;
}

}  // namespace tgferry
