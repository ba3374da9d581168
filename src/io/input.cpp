#include "io/input.hpp"

#include <algorithm>

#include "io/file.hpp"
#include "io/sqlite_image.hpp"

namespace tgferry::io {
namespace {

constexpr std::size_t max_members = 100'000;

std::filesystem::path with_suffix(const std::filesystem::path& base, std::string_view suffix) {
    return base.string() + std::string(suffix);
}

std::filesystem::path without_suffix(const std::filesystem::path& path, std::string_view suffix) {
    std::string text = path.string();
    if (text.ends_with(suffix)) text.erase(text.size() - suffix.size());
    return text;
}

bool is_file(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

}  // namespace

bool Input::is_sqlite() const noexcept {
    return io::is_sqlite(bytes());
}

void Input::take_bytes(SecretBytes bytes) {
    bytes_ = std::move(bytes);
    view_ = bytes_.view();
    if (is_sqlite()) clear_wal_mode(bytes_.edit());
}

void Input::borrow_bytes(std::span<const std::uint8_t> bytes) {
    view_ = bytes;
    if (is_sqlite()) take_bytes(SecretBytes(bytes));
}

Result<void> Input::take_sidecar(const std::filesystem::path& json) {
    auto bytes = read_file(json);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    sidecar_ = std::move(*bytes);
    sidecar_label_ = json.string();
    return {};
}

Result<Input> Input::open(Source&& source, const std::optional<std::filesystem::path>& json_path) {
    auto kept = std::make_shared<const Source>(std::move(source));
    auto input = open(*kept, json_path);
    if (input) input->kept_ = std::move(kept);
    return input;
}

Result<Input> Input::open(const Source& source, const std::optional<std::filesystem::path>& json_path) {
    const Source::Value& value = source.value();
    if (const auto* path = std::get_if<std::filesystem::path>(&value)) return open_path(*path, json_path);
    if (const auto* files = std::get_if<FileMap>(&value)) return open_files(*files);
    Result<Input> opened;  // made in its place: an Input is large to move
    Input& input = *opened;
    if (const auto* text = std::get_if<SecretText>(&value)) {
        input.label_ = source.name().empty() ? "text" : source.name();
        const auto* data = reinterpret_cast<const std::uint8_t*>(text->view().data());
        input.borrow_bytes({data, text->size()});
    } else {
        input.label_ = source.name().empty() ? "bytes" : source.name();
        input.borrow_bytes(std::get<SecretBytes>(value).view());
        if (json_path) {
            auto sidecar = input.take_sidecar(*json_path);
            if (!sidecar) return std::unexpected(std::move(sidecar.error()));
        }
    }
    return opened;
}

Result<Input> Input::open_path(const std::filesystem::path& given,
                               const std::optional<std::filesystem::path>& json_path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(given, ignored)) return open_folder(given);
    const auto base = without_suffix(without_suffix(given, ".session"), ".json");
    const auto session = with_suffix(base, ".session");
    const bool names_the_pair = !is_file(given) || given.string().ends_with(".json");
    const auto path = names_the_pair && is_file(session) ? session : given;

    Input input;
    input.path_ = path;
    input.label_ = path.string();
    auto bytes = read_file(path);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    input.take_bytes(std::move(*bytes));
    const auto json = json_path.value_or(path == session ? with_suffix(base, ".json") : "");
    if (json_path || is_file(json)) {
        auto sidecar = input.take_sidecar(json);
        if (!sidecar) return std::unexpected(std::move(sidecar.error()));
    }
    return input;
}

Result<Input> Input::open_folder(const std::filesystem::path& path) {
    Input input;
    input.path_ = path;
    input.label_ = path.string();
    input.folder_ = true;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_regular_file(ignored)) continue;
        if (input.members_.size() >= max_members) break;
        input.members_.push_back(entry->path().filename().string());
    }
    if (error) {
        return std::unexpected(Error{.code = ErrorCode::cannot_read,
                                     .message = "cannot list the folder: " + error.message(),
                                     .file = input.label_});
    }
    std::ranges::sort(input.members_);
    return input;
}

Result<Input> Input::open_files(const FileMap& files) {
    Input input;
    input.label_ = "files";
    const auto session = files.find(".session");
    if (session != files.end()) {
        input.label_ = ".session";
        input.borrow_bytes(session->second.view());
        if (const auto json = files.find(".json"); json != files.end()) {
            input.sidecar_ = json->second.copy();
            input.sidecar_label_ = ".json";
        }
        return input;
    }
    if (files.size() == 1 && files.begin()->first.empty()) {
        input.borrow_bytes(files.begin()->second.view());
        return input;
    }
    input.folder_ = true;
    for (const auto& [name, bytes] : files) {
        input.members_.push_back(name);
        input.in_memory_.emplace(name, bytes.copy());
    }
    return input;
}

Result<SecretBytes> Input::member(const std::string& name) const {
    read_members_.insert(name);
    if (const auto found = in_memory_.find(name); found != in_memory_.end()) return found->second.copy();
    if (path_.empty() || !std::ranges::binary_search(members_, name)) {
        return std::unexpected(
            Error{.code = ErrorCode::cannot_read, .message = "no file " + name, .file = label_});
    }
    return read_file(path_ / name);
}

}  // namespace tgferry::io
