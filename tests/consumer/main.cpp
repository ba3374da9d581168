// Converts the session string on standard input to the format named by the argument.
#include <cstdio>
#include <iostream>
#include <string>
#include <tgferry/tgferry.hpp>

int main(int count, char** words) {
    if (count != 2) return 2;
    std::string line;
    std::getline(std::cin, line);
    const auto bundle = tgferry::read(tgferry::Source::text(line));
    if (!bundle) {
        std::fprintf(stderr, "%s\n", bundle.error().text().c_str());
        return tgferry::exit_code(bundle.error().code);
    }
    const auto made = tgferry::to_string(bundle->active(), words[1]);
    if (!made) {
        std::fprintf(stderr, "%s\n", made.error().text().c_str());
        return tgferry::exit_code(made.error().code);
    }
    std::cout << tgferry::reveal(made->text) << '\n';
}
