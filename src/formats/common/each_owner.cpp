#include "formats/common/each_owner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/common/session_rows.hpp"

namespace tgferry::formats {

Result<std::vector<std::vector<io::Where>>> owners_in(const AccountTables& tables, std::string_view table,
                                                      std::string_view dc) {
    std::vector<std::vector<io::Where>> owners;
    const auto columns = tables.key_beside(table, dc);
    if (columns.empty()) return owners;
    auto rows = tables.rows(table);
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::set<std::vector<io::Cell>> seen;
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        std::vector<io::Cell> cells;
        for (const std::string& column : columns) cells.push_back(row.cell(column));
        if (!seen.insert(cells).second) return;
        std::vector<io::Where>& owner = owners.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) owner.push_back({columns[i], std::move(cells[i])});
    });
    if (!read) return std::unexpected(read.error());
    return owners;
}

void add_account(Bundle& all, Result<Bundle> one, std::span<const io::Where> owner) {
    auto label = label_of(owner);
    if (one) {
        if (all.sessions.empty()) all.variant = std::move(one->variant);
        for (Session& session : one->sessions) {
            session.label = label;
            all.sessions.push_back(std::move(session));
        }
        for (Warning& warning : one->warnings) {
            if (std::ranges::find(all.warnings, warning) == all.warnings.end())
                all.warnings.push_back(std::move(warning));
        }
    } else if (one.error().code == ErrorCode::not_logged_in) {
        all.warnings.push_back({"not_logged_in", fmt::format("nobody is logged in with the rows of \"{}\", "
                                                             "which were passed over",
                                                             label.value_or(""))});
    } else {
        all.warnings.push_back({"account_lost", one.error().text()});
        all.lost.push_back({.position = all.sessions.size() + all.lost.size(),
                            .error = std::move(one.error()),
                            .label = std::move(label)});
    }
}

}  // namespace tgferry::formats
