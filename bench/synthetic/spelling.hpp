#pragma once

#include <cstdint>
#include <string>

namespace kinora::synthetic {

/// The word of a number: the first few are English function words, the others are made of syllables, the shorter the lower the
/// number is. Different numbers have different words.
[[nodiscard]] std::string spell_word(std::uint32_t number);
/// The same with a capital letter.
[[nodiscard]] std::string spell_title_word(std::uint32_t number);
/// A name of two words, for a person or a company.
[[nodiscard]] std::string spell_name(std::uint32_t number);
/// One word or two; every 40th has an apostrophe.
[[nodiscard]] std::string spell_keyword(std::uint32_t number);

}  // namespace kinora::synthetic
