#include "core/json.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace tgferry::core {
namespace {

/// Numbers as well: a pasted key may be an array of them.
void wipe_values(Json& value) noexcept {
    if (auto* text = value.get_ptr<std::string*>()) {
        wipe(text->data(), text->size());
    } else if (auto* array = value.get_ptr<Json::array_t*>()) {
        for (Json& child : *array) wipe_values(child);
    } else if (auto* object = value.get_ptr<Json::object_t*>()) {
        for (auto& [name, child] : *object) wipe_values(child);
    } else if (value.is_number()) {
        value = nullptr;
    }
}

using Members = std::vector<std::pair<std::string, Json>>;

/// The usual case, without asking for memory.
bool few_and_different(const Members& members) {
    constexpr std::size_t few = 16;
    if (members.size() > few) return false;
    for (auto one = members.begin(); one != members.end(); ++one) {
        const auto same =
            std::find_if(members.begin(), one, [&](const auto& m) { return m.first == one->first; });
        if (same != one) return false;
    }
    return true;
}

/// Of members with one name the last counts, in the place of the first.
void keep_last_of_each(Members& members) {
    if (few_and_different(members)) return;
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const int compared = members[a].first.compare(members[b].first);
        return compared != 0 ? compared < 0 : a < b;
    });
    std::vector<bool> repeated(members.size());
    bool any = false;
    for (std::size_t i = 0, first = 0; i < order.size(); ++i) {
        const bool same = i > 0 && members[order[i]].first == members[order[first]].first;
        if (!same) first = i;
        if (!same) continue;
        std::swap(members[order[first]].second, members[order[i]].second);
        any = repeated[order[i]] = true;
    }
    if (!any) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (repeated[i]) {
            wipe_values(members[i].second);
        } else if (kept++ != i) {
            members[kept - 1] = std::move(members[i]);
        }
    }
    members.resize(kept);
}

/// Builds a document, refuses what is nested too deep before it is built, and finds where an error lies.
///
/// The library's own builder looks each member up among all before it, which takes minutes for a megabyte of
/// them, and copies members where an object grows, without wiping what it leaves. Here members of one name
/// are found by sorting: names can be chosen so that a hash table is as slow.
class BoundedSax {
  public:
    using string_t = Json::string_t;

    explicit BoundedSax(Json& root) : root_(root) {}
    ~BoundedSax() {
        for (Open& open : open_) {
            for (auto& [name, value] : open.members) wipe_values(value);
            for (Json& value : open.items) wipe_values(value);
        }
    }
    BoundedSax(const BoundedSax&) = delete;
    BoundedSax& operator=(const BoundedSax&) = delete;

    bool null() { return put(nullptr); }
    bool boolean(bool value) { return put(value); }
    bool number_integer(Json::number_integer_t value) { return put(value); }
    bool number_unsigned(Json::number_unsigned_t value) { return put(value); }
    bool number_float(Json::number_float_t value, const string_t&) { return put(value); }
    bool string(string_t& value) { return put(std::move(value)); }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) { return start(true); }
    bool start_array(std::size_t) { return start(false); }
    bool key(string_t& name) {
        open_.back().members.emplace_back(std::move(name), nullptr);
        return true;
    }
    bool end_object() {
        Json object = Json::object();
        put_members(object, std::move(open_.back().members));
        open_.pop_back();
        return put(std::move(object));
    }
    bool end_array() {
        Json array = Json::array();
        array.get_ref<Json::array_t&>() = std::move(open_.back().items);
        open_.pop_back();
        return put(std::move(array));
    }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) {
        error_at = at;
        return false;
    }
    std::size_t error_at = 0;

  private:
    /// An object or an array that is not complete.
    struct Open {
        bool is_object = false;
        Members members{};
        std::vector<Json> items{};
    };

    bool start(bool is_object) {
        if (open_.size() >= max_json_depth) return false;
        open_.push_back({.is_object = is_object});
        return true;
    }
    bool put(Json value) {
        Json* into = &root_;
        if (!open_.empty()) {
            Open& open = open_.back();
            into = open.is_object ? &open.members.back().second : &open.items.emplace_back();
        }
        *into = std::move(value);
        return true;
    }

    Json& root_;
    std::vector<Open> open_{};
};

/// Characters that are paid for part by part, so that a read can be interrupted inside one long string. Where
/// the budget stops, the text ends.
class Paid {
  public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Paid() = default;
    Paid(std::string_view text, Budget& budget)
        : at_(text.data()), paid_(text.data()), end_(text.data() + text.size()), budget_(&budget) {}
    reference operator*() const { return *at_; }
    Paid& operator++() {
        ++at_;
        return *this;
    }
    Paid operator++(int) {
        Paid before = *this;
        ++at_;
        return before;
    }
    /// Compared with the end alone.
    bool operator==(const Paid&) const { return at_ == paid_ && !pay(); }

  private:
    bool pay() const {
        constexpr std::ptrdiff_t part = 1 << 16;
        const std::ptrdiff_t next = std::min(part, end_ - at_);
        if (next == 0 || !budget_->spend(static_cast<std::uint64_t>(next))) return false;
        paid_ = at_ + next;
        return true;
    }

    const char* at_ = nullptr;
    mutable const char* paid_ = nullptr;
    const char* end_ = nullptr;
    Budget* budget_ = nullptr;
};

template <class T>
std::optional<T> typed(const Json& object, std::string_view name, bool (Json::*is)() const noexcept) {
    const Json* found = member(object, name);
    if (!found || !(found->*is)()) return std::nullopt;
    return found->get<T>();
}

}  // namespace

WipedJson::~WipedJson() {
    wipe_values(value_);
}

std::optional<WipedJson> parse_json(std::string_view text, Budget& budget, std::size_t& error_at) {
    WipedJson document{Json()};
    BoundedSax sax(document.get());
    if (!Json::sax_parse(Paid(text, budget), Paid(), &sax) || budget.stopped()) {
        error_at = sax.error_at;
        return std::nullopt;
    }
    return document;
}

std::optional<WipedJson> parse_json(std::string_view text, Budget& budget) {
    std::size_t ignored = 0;
    return parse_json(text, budget, ignored);
}

std::optional<WipedJson> parse_json(std::string_view text, std::size_t& error_at) {
    Budget budget;
    budget.grant(text.size());
    return parse_json(text, budget, error_at);
}

std::optional<WipedJson> parse_json(std::string_view text) {
    std::size_t ignored = 0;
    return parse_json(text, ignored);
}

const Json* member(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::int64_t> int_member(const Json& object, std::string_view name) {
    const Json* found = member(object, name);
    if (!found || !found->is_number_integer()) return std::nullopt;
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return std::nullopt;
    return found->get<std::int64_t>();
}

std::optional<bool> bool_member(const Json& object, std::string_view name) {
    return typed<bool>(object, name, &Json::is_boolean);
}

std::optional<std::string> text_member(const Json& object, std::string_view name) {
    return typed<std::string>(object, name, &Json::is_string);
}

void put_members(Json& object, std::vector<std::pair<std::string, Json>> members) {
    auto& into = object.get_ref<Json::object_t&>();
    if (!into.empty()) {
        Members all;
        all.reserve(into.size() + members.size());
        for (auto& [name, value] : into) all.emplace_back(name, std::move(value));
        std::ranges::move(members, std::back_inserter(all));
        members = std::move(all);
        into.clear();
    }
    keep_last_of_each(members);
    into.reserve(members.size());
    for (auto& [name, value] : members) into.emplace_back(std::move(name), std::move(value));
}

SecretText dump(const Json& value, int indent) {
    std::string text = value.dump(indent, ' ', false, Json::error_handler_t::replace);
    SecretText secret = secret_text(text);
    wipe(text.data(), text.size());
    return secret;
}

}  // namespace tgferry::core
