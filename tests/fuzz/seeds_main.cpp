// Stands in for libFuzzer in normal builds: runs every file of the given folders, and with -mutate=N each of
// them N times more, changed by who knows its layout. Other options are ignored.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "fuzz/mutate.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** words) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    unsigned mutations = 0;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        if (word.starts_with("-mutate=")) mutations = static_cast<unsigned>(std::atoi(words[i] + 8));
        if (word.starts_with('-')) continue;
        for (const auto& entry : fs::recursive_directory_iterator(words[i])) {
            if (entry.is_regular_file()) files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    LLVMFuzzerTestOneInput(nullptr, 0);
    for (const fs::path& file : files) {
        std::ifstream in(file, std::ios::binary);
        std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
        std::printf("%s\n", file.c_str());
        std::fflush(stdout);  // the last line names the seed that crashes
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        for (unsigned seed = 1; seed <= mutations; ++seed) {  // one upon the other
            if (!tgferry::test::mutate(bytes, bytes.size() + 4096, seed)) break;
            LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        }
    }
    std::printf("%zu seeds\n", files.size());
    return files.empty() ? 1 : 0;
}
