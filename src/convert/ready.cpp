#include "convert/ready.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tgferry::convert {
namespace {

/// Adds what happened to one of several sessions.
void merge(LossReport& into, LossReport&& from) {
    into.dropped = into.dropped | from.dropped;
    into.inferred = into.inferred | from.inferred;
    into.unknown = into.unknown | from.unknown;
    std::ranges::move(from.warnings, std::back_inserter(into.warnings));
}

}  // namespace

std::unexpected<Error> no_such_format(std::string_view id) {
    return fail(ErrorCode::invalid_argument, fmt::format("there is no format \"{}\"", id),
                "see `tgferry formats` for the ids");
}

Result<const formats::Format*> choose_writer(std::string_view id) {
    const formats::Format* format = formats::find(id);
    if (!format) return no_such_format(id);
    if (!format->write)
        return fail(ErrorCode::invalid_argument, fmt::format("{} is read, not written", id),
                    "choose a format whose can_write is true");
    return format;
}

Result<Carries> carries_of(const formats::Format& format, const WriteOptions& options) {
    if (format.carries) return format.carries(options);
    return format.info.carries;
}

Result<Ready> Ready::make(const Bundle& bundle, const formats::Format& format, const WriteOptions& options) {
    if (bundle.active_index >= bundle.sessions.size()) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("the bundle has {} sessions, and number {} is to be the active one",
                                bundle.sessions.size(), bundle.active_index));
    }
    const auto carries = carries_of(format, options);
    if (!carries) return std::unexpected(carries.error());
    if (!carries->several && !bundle.active_known && bundle.sessions.size() > 1) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("{} holds one account, and nothing says which of {} is meant", format.info.id,
                                bundle.sessions.size()),
                    "choose one, and leave the others out of the bundle");
    }
    const std::size_t first = carries->several ? 0 : bundle.active_index;
    const std::size_t end = carries->several ? bundle.sessions.size() : first + 1;
    Ready ready;
    ready.active_ = bundle.active_index - first;
    ready.active_known_ = bundle.active_known;
    ready.prepared_.reserve(end - first);
    ready.sessions_.reserve(end - first);
    for (std::size_t i = first; i < end; ++i) {
        auto one = Prepared::make(bundle.sessions[i], *carries, options, format.info.id);
        if (!one) return std::unexpected(std::move(one.error()));
        merge(ready.loss, std::move(one->loss));
        ready.prepared_.push_back(std::move(*one));
    }
    for (const auto& one : ready.prepared_) ready.sessions_.push_back(&one.session());
    return ready;
}

}  // namespace tgferry::convert
