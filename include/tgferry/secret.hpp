// Key material as types: wiped when destroyed, compared in constant time, never formatted by accident.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <tgferry/result.hpp>

namespace tgferry {

/// Overwrites memory in a way the optimiser may not remove.
void wipe(void* data, std::size_t size) noexcept;

/// Equality whose time depends on the length alone.
[[nodiscard]] bool equal_constant_time(std::span<const std::uint8_t> a,
                                       std::span<const std::uint8_t> b) noexcept;

/// Asks for memory as it comes, where whoever made the buffer writes every element before it is seen.
struct Unfilled {};

/// A buffer on the heap that is wiped before it is freed. Move-only; copy() says when a second copy is made.
template <class Char>
class SecretBuffer {
  public:
    SecretBuffer() = default;
    /// Zero-filled buffer of `size` elements.
    explicit SecretBuffer(std::size_t size)
        : data_(size ? std::make_unique<Char[]>(size) : nullptr), size_(size), capacity_(size) {}
    SecretBuffer(std::size_t size, Unfilled)
        : data_(size ? std::make_unique_for_overwrite<Char[]>(size) : nullptr),
          size_(size),
          capacity_(size) {}
    explicit SecretBuffer(std::span<const Char> from) : SecretBuffer(from.size(), Unfilled{}) {
        std::copy(from.begin(), from.end(), data_.get());
    }
    SecretBuffer(SecretBuffer&& other) noexcept { swap(other); }
    SecretBuffer& operator=(SecretBuffer&& other) noexcept {
        SecretBuffer taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~SecretBuffer() {
        if (data_) wipe(data_.get(), capacity_ * sizeof(Char));
    }

    [[nodiscard]] SecretBuffer copy() const { return SecretBuffer(view()); }
    [[nodiscard]] std::span<const Char> view() const noexcept { return {data_.get(), size_}; }
    [[nodiscard]] std::span<Char> edit() noexcept { return {data_.get(), size_}; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Shortens the visible part; the rest stays owned and is wiped with it. A larger size is ignored.
    void shrink(std::size_t size) noexcept {
        if (size < size_) size_ = size;
    }

    bool operator==(const SecretBuffer& other) const noexcept {
        return equal_constant_time(raw(), other.raw());
    }

  private:
    void swap(SecretBuffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }
    [[nodiscard]] std::span<const std::uint8_t> raw() const noexcept {
        return {reinterpret_cast<const std::uint8_t*>(data_.get()), size_ * sizeof(Char)};
    }

    std::unique_ptr<Char[]> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

using SecretBytes = SecretBuffer<std::uint8_t>;
using SecretText = SecretBuffer<char>;

/// The characters of a secret text. Named, so that no code shows a secret without saying so.
[[nodiscard]] inline std::string_view reveal(const SecretText& text) noexcept {
    return {text.view().data(), text.size()};
}
[[nodiscard]] inline SecretText secret_text(std::string_view text) {
    return SecretText(std::span<const char>(text.data(), text.size()));
}

/// What a user types to open something: UTF-8, neither trimmed nor normalised. Copied with the options that
/// hold it; each copy is wiped. An empty one is as good as none.
class Passcode {
  public:
    explicit Passcode(std::string_view utf8) : text_(secret_text(utf8)) {}
    explicit Passcode(SecretText utf8) noexcept : text_(std::move(utf8)) {}
    Passcode(const Passcode& other) : text_(other.text_.copy()) {}
    Passcode& operator=(const Passcode& other) {
        if (this != &other) text_ = other.text_.copy();
        return *this;
    }
    Passcode(Passcode&&) noexcept = default;
    Passcode& operator=(Passcode&&) noexcept = default;
    ~Passcode() = default;

    [[nodiscard]] std::string_view reveal() const noexcept { return tgferry::reveal(text_); }

  private:
    SecretText text_;
};

/// The 256-byte authorisation key that a client and a data centre share (MTProto 2.0).
/// Shown to people only as its key id (see key_id.hpp).
class AuthKey {
  public:
    static constexpr std::size_t size = 256;

    /// Errors: `damaged` unless exactly 256 bytes; `not_logged_in` when they are all zero,
    /// which is how several libraries store "no key".
    [[nodiscard]] static Result<AuthKey> from(std::span<const std::uint8_t> bytes);

    AuthKey(const AuthKey& other) : bytes_(other.bytes_.copy()) {}
    AuthKey& operator=(const AuthKey& other) {
        if (this != &other) bytes_ = other.bytes_.copy();
        return *this;
    }
    AuthKey(AuthKey&&) noexcept = default;
    AuthKey& operator=(AuthKey&&) noexcept = default;
    ~AuthKey() = default;

    [[nodiscard]] std::span<const std::uint8_t> reveal() const noexcept { return bytes_.view(); }
    /// Constant time.
    bool operator==(const AuthKey&) const noexcept = default;

  private:
    explicit AuthKey(SecretBytes bytes) noexcept : bytes_(std::move(bytes)) {}
    SecretBytes bytes_;
};

}  // namespace tgferry
