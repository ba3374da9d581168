#include "formats/madelineproto/php_value.hpp"

#include <fmt/format.h>

#include "formats/madelineproto/php_scanner.hpp"

namespace tgferry::formats::php {
namespace {

bool is_container(const Value& value) {
    return value.kind == Kind::array || value.kind == Kind::object;
}

}  // namespace

Result<Document> Document::parse(std::span<const std::uint8_t> bytes, core::Budget& budget) {
    Document document;
    document.bytes_ = bytes;
    document.budget_ = &budget;
    document.starts_.push_back(0);
    Scanner scanner(bytes, 0, budget);
    const auto head = scanner.head();
    bool whole = head.has_value() && head->reference == 0;
    if (whole && is_container(head->value)) whole = scanner.pass_entries(head->value, &document.starts_);
    if (whole) return document;
    const char* what = scanner.failure() ? scanner.failure() : "reference";
    return std::unexpected(
        Error{.code = ErrorCode::damaged,
              .message = fmt::format("the serialised PHP is not what the format allows: {}", what),
              .offset = scanner.failed_at()});
}

Value Document::at(std::size_t offset) const {
    auto head = Scanner(bytes_, offset, *budget_).head();
    if (head && head->reference != 0 && head->reference <= starts_.size()) {
        head = Scanner(bytes_, starts_[head->reference - 1], *budget_).head();
    }
    return head ? head->value : Value();
}

void Document::for_each(const Value& container,
                        const std::function<bool(const Key&, const Value&)>& visit) const {
    if (!is_container(container)) return;
    Scanner scanner(bytes_, container.body, *budget_);
    for (std::size_t i = 0; i < container.count; ++i) {
        const auto key = scanner.key();
        const std::size_t start = scanner.offset();
        const auto head = key ? scanner.head() : std::nullopt;
        if (!head || !visit(*key, head->reference ? at(start) : head->value)) return;
        if (is_container(head->value) && !scanner.pass_entries(head->value, nullptr)) return;
    }
}

std::optional<Value> Document::member(const Value& container, std::string_view name) const {
    std::optional<Value> found;
    for_each(container, [&](const Key& key, const Value& value) {
        if (key.text == name) found = value;
        return !found;
    });
    return found;
}

}  // namespace tgferry::formats::php
