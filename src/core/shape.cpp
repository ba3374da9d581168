#include <array>
#include <tgferry/shape.hpp>

namespace tgferry {

std::string_view shape_name(Shape shape) noexcept {
    constexpr std::array<std::string_view, 4> names = {"text", "file", "pair", "folder"};
    return names[static_cast<std::size_t>(shape)];
}

}  // namespace tgferry
