#include "core/json.hpp"

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

/// Refuses what is nested too deep before the parser builds it, and finds where an error lies.
class BoundedSax : public nlohmann::detail::json_sax_dom_parser<Json> {
  public:
    using Base = nlohmann::detail::json_sax_dom_parser<Json>;
    explicit BoundedSax(Json& into) : Base(into, false) {}
    bool start_object(std::size_t n) { return ++depth_ <= max_json_depth && Base::start_object(n); }
    bool start_array(std::size_t n) { return ++depth_ <= max_json_depth && Base::start_array(n); }
    bool end_object() { return --depth_, Base::end_object(); }
    bool end_array() { return --depth_, Base::end_array(); }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) {
        error_at = at;
        return false;
    }
    std::size_t error_at = 0;

  private:
    std::size_t depth_ = 0;
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

std::optional<WipedJson> parse_json(std::string_view text, std::size_t& error_at) {
    WipedJson document{Json()};
    BoundedSax sax(document.get());
    if (!Json::sax_parse(text.begin(), text.end(), &sax)) {
        error_at = sax.error_at;
        return std::nullopt;
    }
    return document;
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

SecretText dump(const Json& value, int indent) {
    std::string text = value.dump(indent, ' ', false, Json::error_handler_t::replace);
    SecretText secret = secret_text(text);
    wipe(text.data(), text.size());
    return secret;
}

}  // namespace tgferry::core
