// Leaves 16 bytes of a made-up key in its memory, in the way that its argument names, or 15: what the look
// must see and what it must not. Byte i of the key is 167 i + 13.
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

volatile char left[128];  // still there at the end

void leave(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) left[i] = text[i];
}

std::string piece(std::size_t from, std::size_t size) {
    std::string bytes;
    for (std::size_t i = from; i < from + size; ++i) bytes += static_cast<char>(167 * i + 13);
    return bytes;
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string out;
    for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = group << 8 | static_cast<unsigned char>(bytes[i + k]);
        for (const unsigned shift : {18U, 12U, 6U, 0U}) out += letters[group >> shift & 63U];
    }
    return out;
}

/// A string that is freed, far from where malloc puts what it needs itself.
void free_unwiped(const std::string& text) {
    char* heap = static_cast<char*>(std::malloc(4096));
    std::memcpy(heap + 1000, text.data(), text.size());
    asm volatile("" : : "r"(heap) : "memory");  // or the compiler would leave all of it out
    std::free(heap);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view how = argc > 1 ? argv[1] : "";
    if (how == "raw") leave(piece(101, 16));
    if (how == "fifteen") leave(piece(101, 15));
    if (how == "hex") leave(hex(piece(101, 16)));
    if (how == "freed") free_unwiped(piece(101, 16));
    if (how == "base64-0") leave(base64(piece(99, 18)));
    if (how == "base64-1") leave(base64(piece(100, 18)));
    if (how == "base64-2") leave(base64(piece(101, 18)));
    return 0;
}
