#include "formats/madelineproto/php_scanner.hpp"

#include "core/cursor.hpp"
#include "core/decimal.hpp"

namespace tgferry::formats::php {
namespace {

/// As deep as PHP's unserialize() goes (unserialize_max_depth).
constexpr std::size_t max_depth = 4096;
/// Of each value that is looked at, which may be two bytes long.
constexpr std::uint64_t value_cost = 2;
/// No number is longer.
constexpr std::size_t max_digits = 32;

/// Without the class or star in front.
std::string_view property_name(std::string_view name) {
    if (!name.starts_with('\0')) return name;
    const auto end = name.find('\0', 1);
    return end == std::string_view::npos ? name : name.substr(end + 1);
}

}  // namespace

Scanner::Scanner(std::span<const std::uint8_t> bytes, std::size_t offset, core::Budget& budget)
    : text_(core::as_text(bytes)), budget_(budget), offset_(offset) {}

bool Scanner::fail(const char* what) {
    if (!failure_) failed_at_ = offset_;
    if (!failure_) failure_ = what;
    return false;
}

bool Scanner::expect(char c) {
    if (offset_ >= text_.size() || text_[offset_] != c) return fail("punctuation");
    ++offset_;
    return true;
}

std::optional<std::int64_t> Scanner::integer(char end) {
    const std::string_view rest = text_.substr(offset_, max_digits);
    const auto stop = rest.find(end);
    const auto number =
        stop == std::string_view::npos ? std::nullopt : core::parse_decimal(rest.substr(0, stop));
    if (number) {
        offset_ += stop + 1;
    } else {
        fail("number");
    }
    return number;
}

/// No more than there are bytes left, since everything counted takes at least one.
std::optional<std::size_t> Scanner::size(char end) {
    const auto number = integer(end);
    if (!number) return std::nullopt;
    if (*number < 0 || static_cast<std::uint64_t>(*number) > text_.size() - offset_) {
        fail("length");
        return std::nullopt;
    }
    return static_cast<std::size_t>(*number);
}

/// 3:"abc"
std::optional<std::string_view> Scanner::quoted() {
    const auto length = size(':');
    if (!length || !expect('"')) return std::nullopt;
    if (*length > text_.size() - offset_) {
        fail("text");
        return std::nullopt;
    }
    const std::string_view out = text_.substr(offset_, *length);
    offset_ += *length;
    if (!expect('"')) return std::nullopt;
    return out;
}

std::optional<Head> Scanner::head() {
    if (failure_) return std::nullopt;
    if (!budget_.spend(value_cost)) {
        fail("amount of work");
        return std::nullopt;
    }
    if (text_.size() - offset_ < 2) {
        fail("value");
        return std::nullopt;
    }
    const char type = text_[offset_];
    if (type == 'N') {
        ++offset_;
        return expect(';') ? std::optional(Head{}) : std::nullopt;
    }
    ++offset_;
    if (!expect(':')) return std::nullopt;
    switch (type) {
        case 'a':
        case 'O': return container(type);
        case 'C': return custom();
        default: return simple(type);
    }
}

std::optional<Head> Scanner::simple(char type) {
    Head out;
    switch (type) {
        case 'b':
        case 'i':
        case 'r':
        case 'R': {
            const auto number = integer(';');
            if (!number) return std::nullopt;
            out.value.number = *number;
            break;
        }
        case 's':
        case 'E': {
            const auto text = quoted();
            if (!text || !expect(';')) return std::nullopt;
            out.value.text = *text;
            break;
        }
        case 'd': {
            const auto stop = text_.substr(offset_, std::size_t{512}).find(';');
            if (stop == std::string_view::npos) {
                fail("number");
                return std::nullopt;
            }
            offset_ += stop + 1;
            break;
        }
        default: fail("type"); return std::nullopt;
    }
    switch (type) {
        case 'b': out.value.kind = Kind::boolean; break;
        case 'i': out.value.kind = Kind::integer; break;
        case 's': out.value.kind = Kind::text; break;
        case 'd': out.value.kind = Kind::real; break;
        case 'E': out.value.kind = Kind::other; break;
        default:
            out.value.kind = Kind::other;
            out.reference = static_cast<std::uint64_t>(out.value.number);
            out.numbered = type == 'r';
            if (out.value.number < 1) fail("reference");
            break;
    }
    return failure_ ? std::nullopt : std::optional(out);
}

std::optional<Head> Scanner::container(char type) {
    Head out;
    out.value.kind = type == 'a' ? Kind::array : Kind::object;
    if (type == 'O') {
        const auto name = quoted();
        if (!name || !expect(':')) return std::nullopt;
        out.value.text = *name;
    }
    const auto count = size(':');
    if (!count || !expect('{')) return std::nullopt;
    out.value.count = *count;
    out.value.body = offset_;
    return out;
}

/// Bytes that only their own class understands.
std::optional<Head> Scanner::custom() {
    Head out;
    out.value.kind = Kind::other;
    const auto name = quoted();
    if (!name || !expect(':')) return std::nullopt;
    const auto length = size(':');
    if (!length || !expect('{')) return std::nullopt;
    if (*length > text_.size() - offset_) {
        fail("length");
        return std::nullopt;
    }
    offset_ += *length;
    return expect('}') ? std::optional(out) : std::nullopt;
}

std::optional<Key> Scanner::key() {
    const auto at = offset_;
    const auto head = this->head();
    if (!head) return std::nullopt;
    if (head->value.kind == Kind::integer) return Key{.number = head->value.number};
    if (head->value.kind == Kind::text) return Key{.text = property_name(head->value.text)};
    offset_ = at;
    fail("key");
    return std::nullopt;
}

bool Scanner::pass_entries(const Value& container, std::vector<std::uint32_t>* starts) {
    std::vector<std::size_t> left = {
        container.count};  // of the entries, from the outermost container inwards
    while (!left.empty()) {
        if (left.back() == 0) {
            if (!expect('}')) return false;
            left.pop_back();
            continue;
        }
        --left.back();
        if (!key()) return false;
        const std::size_t start = offset_;
        const auto next = head();
        if (!next || !enter(*next, start, starts)) return false;
        const bool nested = next->value.kind == Kind::array || next->value.kind == Kind::object;
        if (!nested) continue;
        if (left.size() >= max_depth) return fail("depth");
        left.push_back(next->value.count);
    }
    return true;
}

bool Scanner::enter(const Head& head, std::size_t start, std::vector<std::uint32_t>* starts) {
    if (!starts) return true;
    if (head.reference > starts->size()) return fail("reference");
    if (!head.numbered) return true;
    // What stands for another value has that one's place, so that no reference leads to a reference.
    starts->push_back(head.reference ? (*starts)[head.reference - 1] : static_cast<std::uint32_t>(start));
    return true;
}

}  // namespace tgferry::formats::php
