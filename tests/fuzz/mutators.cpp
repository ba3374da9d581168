// What libFuzzer asks for new inputs: half the time its own changes, half the time ours.
#include <algorithm>

#include "fuzz/mutate.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed);

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    std::vector<std::uint8_t> input(data, data + size);
    if (seed % 2 == 0 || !tgferry::test::mutate(input, most, seed)) return LLVMFuzzerMutate(data, size, most);
    std::ranges::copy(input, data);
    return input.size();
}
