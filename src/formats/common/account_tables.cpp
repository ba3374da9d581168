#include "formats/common/account_tables.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace tgferry::formats {
namespace {

/// A number in a column `id` that only counts rows is no name.
constexpr std::int64_t first_name_like = 10'000;

}  // namespace

AccountTables AccountTables::of(std::vector<io::Where> owner, bool shared) const {
    AccountTables out = *this;
    out.owner_ = std::move(owner);
    out.shared_ = shared;
    return out;
}

std::vector<io::Where> AccountTables::owner_in(std::string_view table) const {
    std::vector<io::Where> out;
    std::ranges::copy_if(owner_, std::back_inserter(out), [&](const io::Where& where) {
        return db_->has_column(name_of(table), where.column);
    });
    return out;
}

bool AccountTables::is_nobodys(std::string_view table) const {
    return shared_ && db_->has_table(name_of(table)) && owner_in(table).empty();
}

bool AccountTables::has_table(std::string_view table) const {
    return db_->has_table(name_of(table)) && !is_nobodys(table);
}

bool AccountTables::has_column(std::string_view table, std::string_view column) const {
    return has_table(table) && db_->has_column(name_of(table), column);
}

Result<io::Rows> AccountTables::rows(std::string_view table) const {
    if (is_nobodys(table)) {
        return fail(ErrorCode::damaged, "the table " + name_of(table) + " does not say whose its rows are");
    }
    return db_->rows(name_of(table), owner_in(table));
}

std::vector<std::string> AccountTables::key_beside(std::string_view table, std::string_view dc) const {
    std::vector<std::string> columns = db_->key_columns(name_of(table));
    std::erase_if(columns, [&](const std::string& column) { return io::same_name(column, dc); });
    return columns;
}

std::optional<std::string> label_of(std::span<const io::Where> owner) {
    std::string out;
    for (const io::Where& where : owner) {
        std::string part;
        if (const auto* text = std::get_if<std::string>(&where.value)) part = *text;
        if (const auto* number = std::get_if<std::int64_t>(&where.value);
            number && (*number >= first_name_like || !io::same_name(where.column, "id")))
            part = std::to_string(*number);
        if (part.empty()) continue;
        if (!out.empty()) out += '/';
        out += part;
    }
    if (out.empty() || !core::is_utf8(out)) return std::nullopt;
    return out;
}

}  // namespace tgferry::formats
