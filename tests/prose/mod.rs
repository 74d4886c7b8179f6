//! Numbers in the page's sentences.

use regex_lite::Regex;

/// The most results that a sentence may give: a reader compares two numbers, not three.
const MOST: usize = 2;

/// The sentences of a text that give more results than can be compared.
pub(crate) fn overloaded(text: &str) -> Vec<String> {
    let ends = Regex::new(r"[.!?;:] ").unwrap();
    let sentences = ends.split(text);
    sentences
        .filter(|sentence| results(sentence) > MOST)
        .map(str::to_owned)
        .collect()
}

/// How many results a text gives.
///
/// A result is a number. Under which conditions it was found is none: a rank, a seed, a learning rate,
/// α, steps, how many facts or layers there are, which share of the energy is meant, a shape.
pub(crate) fn results(text: &str) -> usize {
    let conditions = Regex::new(concat!(
        r"\(seeds? [^)]*\)|\([0-9]+ × [0-9]+\)|± [0-9.]+",
        r"|[Ss]eeds? [0-9]+((, | and | / )[0-9]+)*",
        r"|[Rr]anks? [0-9]+((, | to | and )[0-9]+)*",
        r"|([Ll]earning rate|[Aa]t|in|above) 0\.[0-9]+|α = [0-9.]+",
        r"|90.% of|[0-9,]+ (new facts|facts|steps|people|ranks|layers|seeds|million|weights|blocks|bits)",
        r"|(of|[Aa]fter|in place of) [0-9]+\b|[0-9]+ times as much",
    ));
    let results = conditions.unwrap();
    let results = results.replace_all(text, "");
    let number = Regex::new(r"[0-9]+(?:[.,][0-9]+)*|\.[0-9]+").unwrap();
    number.find_iter(&results).count()
}

#[test]
fn results_are_counted_and_conditions_are_not() {
    for fine in [
        "Cut to rank 8, 29 and 30 % are left (seeds 0 and 1).",
        "At 0.0003 α/r recalls 35 %, α/√r 100 %.",
        "90 % of the energy takes 68 and 70 directions. It takes 55 and 61 for facts.",
    ] {
        assert_eq!(overloaded(fine), [""; 0], "{fine}");
    }
    assert_eq!(overloaded("It recalls 1, 2 and 3 %.").len(), 1);
}
