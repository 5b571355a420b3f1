// Package vi is the Vietnamese language as a program needs it: comparing,
// searching, ordering and writing text the way Vietnamese offices do.
//
// Text comes in many shapes. The same word may be typed with composed or
// combining marks, with the tone on either vowel (hòa, hoà), in capitals, or
// without any mark. Three forms put an end to it:
//
//   - Fold is for searching: lower case, no marks, đ as d. Offsets in runes
//     agree with the text it came from, if that is in NFC.
//   - Canon is for comparing and storing: NFC, the tone where Decree 30/2020
//     itself prints it (hòa, ủy). Marks and capitals stay.
//   - SortKey is for ordering: a Vietnamese dictionary's order in plain bytes,
//     the same on every database.
//
// What is printed stays as printed; these forms are for the eyes of the program.
//
// The other files are subjects of their own: syllable.go (what may be a
// Vietnamese syllable at all), case.go, number.go (figures and words), date.go,
// roman.go, label.go (a, b, c, d, đ, e, g …), slug.go, legacy.go (the encodings
// before Unicode).
package vi
